import django_filters as filters
from django.db.models import Exists, OuterRef, Q

from schools.filters import clusters_of_the_place
from schools.forms.filters import FilterForm

from .grades import kinds_without
from .models import Result
from .shares import SMALL

STATES = {
    "numbers": ("есть числа", {"no_data": ""}),
    "reason": ("названа причина", {"no_data__gt": ""}),
    "question": ("«0 и 0», ждут ответа", {"participants": None, "share_low": 0, "share_high": 0}),
    "small": ("малая выборка", {"participants__lt": SMALL}),
}


class SittingSchoolFilter(filters.FilterSet):
    """Over schools.described_in(year), with what each has told of one sitting."""

    cluster = filters.ModelChoiceFilter(
        label="Кластер", queryset=clusters_of_the_place, empty_label="Все", method="of_cluster"
    )
    state = filters.ChoiceFilter(
        label="Состояние",
        choices=[("nothing", "ещё не внесено"), *((c, words) for c, (words, _f) in STATES.items())],
        empty_label="Любое",
        method="of_state",
    )

    class Meta:
        form = FilterForm

    def __init__(self, *args, sitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.sitting = sitting

    def of_cluster(self, schools, _name, cluster):
        return schools.filter(cluster=cluster.pk)

    def of_state(self, schools, _name, state):
        told = Result.objects.main().filter(school=OuterRef("pk"), sitting=self.sitting)
        if state == "nothing":
            without = kinds_without(self.sitting.procedure.grade)
            expected = Exists(told) | ~Q(kind_then__in=without)
            return schools.filter(expected, ~Exists(told.with_marks()))
        return schools.filter(Exists(told.with_marks().filter(**STATES[state][1])))
