"""«Сообщить об ошибке»: the school reports, the coordinator corrects or answers."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import FormView, ListView

from assessments.forms import AnswerForm, RemarkForm
from assessments.history import history_of
from assessments.locks import locks_of, standing
from assessments.models import Remark, Result, Sitting
from assessments.remarks import answer_remark, report_error
from assessments.results import figures_of
from assessments.wording import labels_of, parts_of, sentence
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import school_name

from .place import own_municipality, own_result_place, school_page


def closed_page(request, school, sitting, lock, *, form, back, typed=""):
    """A confirmed result, as those see it who may no longer write it: it is, and what to do."""
    remarks = list(school.remarks.filter(sitting=sitting).select_related("by", "answered_by"))
    result = Result.objects.main().filter(school=school, sitting=sitting).first()
    said = result and sentence(parts_of(figures_of(result), labels_of(sitting)))
    context = {
        "school": school,
        "sitting": sitting,
        "lock": lock,
        "result": result,
        "said": said,
        "typed": typed,
        "remarks": remarks,
        "is_reported": any(remark.is_open for remark in remarks),
        "form": form,
        "back": back,
    }
    return render(request, "assessments/entry_closed.html", context)


class RemarkCreateView(FormView):
    form_class = RemarkForm
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, school, sitting, **kwargs):
        self.school, self.sitting = own_result_place(request, school, sitting)
        self.back = school_page(self.school.pk, self.sitting.academic_year)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return redirect("assessments:entry", self.school.pk, self.sitting.pk)

    def form_valid(self, form):
        told = {"text": form.cleaned_data["text"], "by": self.request.user, "at": timezone.now()}
        try:
            report_error(self.school, self.sitting, **told)
        except PortalError as error:
            messages.warning(self.request, str(error))
        else:
            title = f"{school_name(self.school.short_name)}, {self.sitting.procedure}"
            text = f"{title}: сообщение отправлено координатору. Ответ появится на этой странице."
            messages.success(self.request, text)
        return redirect(self.back + "#remarks")

    def form_invalid(self, form):
        lock = standing(locks_of(self.school, self.sitting))
        if not lock:
            return self.get(self.request)
        return closed_page(self.request, self.school, self.sitting, lock, form=form, back=self.back)


class RemarkListView(ListView):
    """The inbox: what waits for an answer first, whatever its year."""

    template_name = "assessments/remark_list.html"
    paginate_by = 20

    def get_queryset(self):
        self.municipality = own_municipality(self.request)
        remarks = Remark.objects.filter(school__municipality=self.municipality)
        return remarks.select_related(
            "school", "sitting__procedure", "by", "answered_by"
        ).waiting_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        letters = list(letters_of(context["object_list"]))
        return context | {
            "waiting": self.get_queryset().waiting().count(),
            "municipality": self.municipality,
            "open": [letter for letter in letters if letter[0].is_open],
            "answered": [letter for letter in letters if not letter[0].is_open],
        }


def letters_of(remarks):
    """Each remark with the result it is about: three queries more, however many there are."""
    sittings = Sitting.objects.select_related("scale").prefetch_related("scale__levels")
    levels = Prefetch("sitting", sittings)
    results = Result.objects.main().filter(
        school__in={remark.school_id for remark in remarks},
        sitting__in={remark.sitting_id for remark in remarks},
    )
    found = {(r.school_id, r.sitting_id): r for r in results.prefetch_related(levels).order_by()}
    for remark in remarks:
        result = found.get((remark.school_id, remark.sitting_id))
        said = result and sentence(parts_of(figures_of(result), labels_of(result.sitting)))
        yield remark, result, said


class RemarkView(FormView):
    """One remark beside the history of its result. It is answered once."""

    form_class = AnswerForm
    template_name = "assessments/remark_detail.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, pk, **kwargs):
        ours = Municipality.objects.editable_by(request.user)
        remarks = Remark.objects.filter(school__municipality__in=ours)
        self.remark = get_object_or_404(
            remarks.select_related(
                "school", "sitting__procedure", "sitting__scale", "by", "answered_by"
            ),
            pk=pk,
        )
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        text, at = form.cleaned_data["answer"], timezone.now()
        if answer_remark(
            self.remark, Remark.State.ANSWERED, text=text, by=self.request.user, at=at
        ):
            messages.success(self.request, "Ответ отправлен школе.")
            return redirect("assessments:remarks")
        self.remark.refresh_from_db()
        told = f"На это сообщение уже ответили: {self.remark.answered_by}. Ваш ответ не записан."
        messages.warning(self.request, told)
        return redirect("assessments:remark", self.remark.pk)

    def get_context_data(self, **kwargs):
        remark = self.remark
        results = Result.rows.main().filter(school=remark.school, sitting=remark.sitting)
        result = results.first()
        labels = labels_of(remark.sitting)
        locks = locks_of(remark.school, remark.sitting)
        return super().get_context_data(**kwargs) | {
            "remark": remark,
            "result": result,
            "said": result and sentence(parts_of(figures_of(result), labels)),
            "history": history_of(result, labels, locks) if result else [],
            "may_open_files": True,
        }
