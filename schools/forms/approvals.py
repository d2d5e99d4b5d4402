from django import forms
from django.db.models import Q

from schools.models import Membership, Role, User
from schools.services.approvals import NOBODY, TWICE, NewStep

MOST_STEPS = 6
MUNICIPAL = (Role.COORDINATOR, Role.HEAD, Role.ADMIN)
OF_SCHOOL = (Role.CURATOR, Role.DIRECTOR)


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="Замечание",
        max_length=2000,
        help_text="Что исправить. После исправления лист начнётся с\xa0первого шага.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что исправить."},
    )


class StepsForm(forms.Form):
    """Who agrees, in this order; the last one named signs."""

    def __init__(self, *args, municipality, school=None, first=(), **kwargs):
        initial = {f"step_{n}": code for n, code in enumerate(first, start=1)}
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", "—"), *_choices(municipality, school)]
        for n in range(1, MOST_STEPS + 1):
            step = forms.ChoiceField(label=f"Шаг\xa0{n}", choices=choices, required=False)
            step.depends = True  # one of them is enough
            self.fields[f"step_{n}"] = step

    def clean(self):
        chosen = [self.cleaned_data.get(name) for name in self.fields]
        codes = [code for code in chosen if code]
        if not codes and not self.errors:
            raise forms.ValidationError(NOBODY)
        if len(codes) != len(set(codes)):
            raise forms.ValidationError(TWICE)
        return self.cleaned_data

    @property
    def steps(self) -> list[NewStep]:
        codes = [code for code in self.cleaned_data.values() if code]
        pairs = [code.split(":") for code in codes]
        people = User.objects.in_bulk([pk for kind, pk in pairs if kind == "user"])
        return [
            NewStep(role=value) if kind == "role" else NewStep(user=people[int(value)])
            for kind, value in pairs
        ]


def _choices(municipality, school):
    """Roles that somebody may hold here, then people by name: a school names only its own."""
    roles = [*(OF_SCHOOL if school else ()), *MUNICIPAL]
    here = Membership.objects.current().inside(municipality).filter(user__is_active=True)
    if school:
        here = here.filter(
            Q(municipality=municipality) | Q(school__in=[school.pk, school.parent_id])
        )
    held = {}
    for one in here.select_related("user").order_by("user__last_name", "user__first_name", "pk"):
        held.setdefault(one.user, []).append(Role(one.role).label)
    return [
        ("Кто в\xa0должности", [(f"role:{r}", Role(r).label.capitalize()) for r in roles]),
        (
            "Люди",
            [(f"user:{u.pk}", f"{u}, {', '.join(dict.fromkeys(r))}") for u, r in held.items()],
        ),
    ]
