"""Pictures of results: a school over the years, its cohorts, and the schools of a municipality."""

from django.http import Http404
from django.views.generic import DetailView, TemplateView

from assessments.cohorts import cohorts_of
from assessments.models import Procedure
from assessments.trends import told_of, trends_of
from identification.level_change import MOST, grid_of, standings_of
from identification.pictures import SIDES, cohort_pictures, trend_pictures
from schools.charts.level_change import level_change
from schools.models import School
from schools.naming import natural_key
from schools.russian import school_name, school_year
from schools.scoping import VisibleToUserMixin

SMALL_NOTE = "*\xa0в\xa0одном из годов меньше 10 участников: один ученик меняет долю сильно"


class SchoolTrendsView(VisibleToUserMixin, DetailView):
    """How each procedure of a school went, beside averages that tell of no single school."""

    queryset = School.objects.select_related("municipality")
    template_name = "identification/school_trends.html"

    def get_context_data(self, **kwargs):
        school, year = self.object, self.request.place.academic_year
        seen = School.objects.visible_to(self.request.user).filter(municipality=school.municipality)
        asked = self.request.GET.get("side", "")
        side = asked if asked in SIDES else "low"
        trends = trends_of(
            school, seen=set(seen.values_list("pk", flat=True)), last=year, side=side
        )
        years = sorted({one.academic_year for trend in trends for one in trend.years})
        return super().get_context_data(**kwargs) | {
            "sides": SIDES.items(),
            "side": side,
            "years": years,
            "pictures": trend_pictures(trends, side) if len(years) > 1 else [],
            "uncounted": any(one.school.is_uncounted for t in trends for one in t.years),
            "has_vpr": any(trend.procedure.kind == "VPR" for trend in trends),
        }


class SchoolCohortsView(VisibleToUserMixin, DetailView):
    """The same children from the fourth grade to the ninth, one subject at a time."""

    queryset = School.objects.select_related("municipality")
    template_name = "identification/school_cohorts.html"

    def get_context_data(self, **kwargs):
        cohorts = cohorts_of(self.object, last=self.request.place.academic_year)
        subjects = list(dict.fromkeys(one.subject for one in cohorts))
        asked = self.request.GET.get("subject", "")
        subject = asked if asked in subjects else next(iter(subjects), "")
        return super().get_context_data(**kwargs) | {
            "subjects": subjects,
            "subject": subject,
            "pictures": cohort_pictures([one for one in cohorts if one.subject == subject]),
        }


class LevelChangeView(TemplateView):
    """Schools by the share below the minimum and by its change: one procedure, or all together."""

    template_name = "identification/level_change.html"

    def get_context_data(self, **kwargs):
        place = self.request.place
        if not place.municipality:
            raise Http404
        year = place.academic_year
        told = told_of(place.municipality, first=year - 1, last=year, side="low")
        pairs = {pk for pk, when in told if when == year and (pk, year - 1) in told}
        procedures = list(Procedure.objects.filter(pk__in=pairs))
        asked = self.request.GET.get("procedure", "")
        chosen = next((one for one in procedures if str(one.pk) == asked), None)
        schools = sorted(
            place.municipality.schools.open_in(year), key=lambda one: natural_key(one.short_name)
        )
        standings, without = standings_of(schools, told, year, [chosen] if chosen else procedures)
        what = str(chosen) if chosen else "все процедуры вместе"
        return super().get_context_data(**kwargs) | {
            "procedures": procedures,
            "chosen": chosen,
            "standings": standings,
            "most": sum(one.level == MOST for one in standings),
            "without": [school_name(school.short_name) for school in without],
            "year_before": year - 1,
            "drawing": standings
            and level_change(
                grid_of(standings),
                side="Ниже минимума",
                note=SMALL_NOTE if any(one.is_small for one in standings) else "",
                alt=f"Уровень и изменение, {what}, {school_year(year)}.",
            ),
            "uncounted": any(one.now.is_uncounted or one.before.is_uncounted for one in standings),
            "has_vpr": any(one.kind == "VPR" for one in procedures),
        }
