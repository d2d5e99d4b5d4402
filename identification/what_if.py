"""What another rule would say of the schools of a year, before anything is stored."""

from assessments.models import Result
from schools.models import Municipality
from schools.russian import school_name

from .differences import Difference, Standing, difference
from .methods import Method
from .services import input_of


def standings(rule: Method, municipality: Municipality, academic_year: int) -> dict:
    """School → where it stands by the rule, on what is known now."""
    facts = input_of(municipality, academic_year, rule)
    names = dict(zip(facts.schools["school_id"], facts.schools["short_name"], strict=True))
    return {
        row["school_id"]: Standing(
            name=school_name(names[row["school_id"]]),
            status=row["status"],
            statuses=tuple(row["statuses"]),
            score=row["score"],
            reasons=row["reasons"],
        )
        for row in rule.judge(facts).to_dict("records")
    }


def what_if(present: Method, other: Method, municipality, academic_year: int) -> Difference:
    """By another rule beside the present one; refused where there is nothing to judge."""
    return difference(*(standings(rule, municipality, academic_year) for rule in (present, other)))


def years_with_data(municipality: Municipality) -> list[int]:
    """The newest first."""
    told = Result.objects.filter(school__municipality=municipality).order_by()
    years = told.values_list("sitting__academic_year", flat=True).distinct()
    return sorted(years, reverse=True)
