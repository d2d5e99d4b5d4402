from django import forms

from roadmap.forms.tasks import day_field


class DateForm(forms.Form):
    due_on = day_field(
        "Срок",
        help_text="Выходной или праздник портал заменит рабочим днём перед ним.",
    )
