"""Where else something counts: a school's own programme repeats and shares the municipal one."""

from django.db.models import Count, F, Q

from schools.models import School

from .models import Programme, Task


def sharing(programme: Programme, school: School) -> Programme | None:
    """The school's own programme, in which the values of this one count as well.

    `shared`: how many indicators they have in common.
    """
    common = Q(indicators__origin__isnull=False, indicators__dropped_on=None)
    own = Programme.objects.filter(template=programme, school=school)
    own = own.exclude(state=Programme.State.REPEALED)
    return own.annotate(shared=Count("indicators", filter=common)).filter(shared__gt=0).first()


def of_works(works) -> Q:
    """Tasks of these works; of a copy also what the template has asked of its school."""
    school = F("work__copies__activity__programme__school")
    shared = Task.objects.filter(work__copies__in=works, school=school)
    return Q(work__in=works) | Q(pk__in=shared.values("pk"))


def sharing_work(task: Task) -> Programme | None:
    """The school's own programme that repeats the work: what is done counts there as well."""
    if not task.work_id or not task.school_id:
        return None
    own = Programme.objects.filter(
        school=task.school_id,
        activities__works__origin=task.work_id,
        activities__works__dropped_on=None,
        activities__dropped_on=None,
    )
    return own.exclude(state=Programme.State.REPEALED).first()
