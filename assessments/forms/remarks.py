from django import forms

from assessments.models import Remark

ROWS = {"rows": 4}


class RemarkForm(forms.ModelForm):
    class Meta:
        model = Remark
        fields = ["text"]
        labels = {"text": "Что не так и как верно"}
        widgets = {"text": forms.Textarea(attrs=ROWS)}
        error_messages = {
            "text": {
                "required": "Напишите, что не так и как верно.",
                "max_length": "Не больше %(limit_value)d знаков, сейчас %(show_value)d. "
                "Сократите текст.",
            }
        }


class AnswerForm(forms.ModelForm):
    """An answer in words. A correction answers by itself."""

    class Meta:
        model = Remark
        fields = ["answer"]
        labels = {"answer": "Ответ школе"}
        widgets = {"answer": forms.Textarea(attrs=ROWS)}
        error_messages = {
            "answer": {
                "required": "Напишите ответ: школа увидит его на странице своих результатов.",
                "max_length": RemarkForm.Meta.error_messages["text"]["max_length"],
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
