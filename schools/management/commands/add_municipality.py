from django.core.exceptions import ValidationError
from django.db import transaction

from schools.commands import PortalCommand
from schools.errors import PortalError
from schools.models import Municipality, Region


class Command(PortalCommand):
    help = "Добавляет муниципалитет. Региона ещё нет: добавляет и его."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="короткое имя латиницей: ilansky")
        parser.add_argument("--name", required=True, help="название: «Иланский район»")
        parser.add_argument("--region", required=True, help="название региона")
        super().add_arguments(parser)

    def handle(self, *, slug, name, region, **options):
        try:
            municipality = add_municipality(slug, name=name, region_name=region)
        except ValidationError as error:
            raise PortalError("\n".join(error.messages)) from error
        if options["json"]:
            self.print_json(
                {
                    "slug": municipality.slug,
                    "name": municipality.name,
                    "region": municipality.region.name,
                }
            )
        else:
            self.stdout.write(f"Добавлен: {municipality.name} ({municipality.region}).")


def add_municipality(slug: str, *, name: str, region_name: str) -> Municipality:
    """Refused whole: a wrong municipality leaves no new region behind."""
    if known := Municipality.objects.filter(slug=slug).first():
        raise ValidationError(f"Муниципалитет «{slug}» уже есть: {known}.")
    with transaction.atomic():
        region = Region.objects.filter(name=region_name.strip()).first()
        if region is None:
            region = Region(name=region_name.strip())
            _check(region)
            region.save()
        municipality = Municipality(slug=slug, name=name.strip(), region=region)
        _check(municipality)
        municipality.save()
    return municipality


def _check(row) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        fields = error.message_dict
        raise ValidationError(
            [
                sentence if name == "__all__" else f"{_title(row, name)}: {sentence}"
                for name, sentences in fields.items()
                for sentence in sentences
            ]
        ) from error


def _title(row, name: str) -> str:
    return f"Поле «{row._meta.get_field(name).verbose_name}»"
