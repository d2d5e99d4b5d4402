from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from schools.scoping import SchoolOwnedQuerySet

from .school import YEARS, School

COUNTS = (
    *("diagnosed", "deficit", "supported", "courses"),
    *("iom", "iom_done", "young", "mentored", "shown"),
)


class TeacherSupport(models.Model):
    """Teachers of a school in a year, and what was done for them: counts, never persons.

    `subject` is empty for all teachers of the school together. A count that is not known is
    empty; it is never more than the teachers there are.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="teacher_support")
    academic_year = models.PositiveSmallIntegerField("учебный год", validators=YEARS)
    subject = models.CharField("предмет", max_length=100, blank=True)
    teachers = models.PositiveSmallIntegerField("учителей")
    diagnosed = models.PositiveSmallIntegerField("прошли диагностику", null=True, blank=True)
    deficit = models.PositiveSmallIntegerField("выявлены дефициты", null=True, blank=True)
    supported = models.PositiveSmallIntegerField("получили поддержку", null=True, blank=True)
    courses = models.PositiveSmallIntegerField("прошли курсы", null=True, blank=True)
    iom = models.PositiveSmallIntegerField("составили ИОМ", null=True, blank=True)
    iom_done = models.PositiveSmallIntegerField("завершили ИОМ", null=True, blank=True)
    young = models.PositiveSmallIntegerField("молодые педагоги", null=True, blank=True)
    mentored = models.PositiveSmallIntegerField("с наставником", null=True, blank=True)
    shown = models.PositiveSmallIntegerField("показали опыт", null=True, blank=True)

    objects = SchoolOwnedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["school", "academic_year", "subject"]
        verbose_name = "поддержка педагогов"
        verbose_name_plural = "поддержка педагогов"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year", "subject"],
                name="teachers_of_a_subject_are_counted_once_a_year",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__lte": F("teachers")}),
                    name=f"{name}_are_some_of_the_teachers",
                )
                for name in COUNTS
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.academic_year}: {self.subject or 'все учителя'}"
