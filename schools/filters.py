import django_filters as filters

from .forms.filters import FilterForm
from .models import Cluster, Membership, Role, School


def clusters_of_the_place(request):
    place = request.place.municipality
    return place.clusters.all() if place else Cluster.objects.none()


class SchoolFilter(filters.FilterSet):
    """Over schools.described_in(year): cluster and kind are those of the year."""

    search = filters.CharFilter(label="Название или логин", method="find")
    cluster = filters.ModelChoiceFilter(
        label="Кластер", queryset=clusters_of_the_place, empty_label="Все", method="of_cluster"
    )
    kind = filters.ChoiceFilter(
        label="Вид", choices=School.Kind, empty_label="Любой", field_name="kind_then"
    )
    legal_status = filters.ChoiceFilter(
        label="Правовой статус", choices=School.LegalStatus, empty_label="Любой"
    )
    state = filters.ChoiceFilter(
        label="Состояние",
        choices=[("closed", "Закрытые"), ("all", "Все")],
        empty_label="Открытые",
        method="of_state",
    )

    class Meta:
        form = FilterForm

    def find(self, schools, _name, text):
        return schools.search(text)

    def of_cluster(self, schools, _name, cluster):
        return schools.filter(cluster=cluster.pk)

    def of_state(self, schools, _name, state):
        return schools.exclude(closed_on=None) if state == "closed" else schools

    def filter_queryset(self, queryset):
        schools = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data.get("state")
        return schools if chosen else schools.open_in(self.request.place.academic_year)


class PersonFilter(filters.FilterSet):
    """Over people of one municipality; `search` also finds a login."""

    search = filters.CharFilter(label="Имя или логин", method="find")
    role = filters.ChoiceFilter(
        label="Роль",
        choices=[(role.value, role.label.capitalize()) for role in Role if role != Role.REGION],
        empty_label="Любая",
        method="in_role",
    )

    class Meta:
        form = FilterForm

    def find(self, people, _name, text):
        return people.search(text)

    def in_role(self, people, _name, role):
        """The role here and now: who has ended it, or bears it elsewhere, is not found."""
        here = Membership.objects.current().inside(self.request.place.municipality)
        return people.filter(pk__in=here.filter(role=role).values("user"))
