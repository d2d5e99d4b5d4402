"""The tables of an order on their way into a programme: read, looked through, stored."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from roadmap.forms.orders import LINE_FORMS, OrderForm, WhereForm
from roadmap.lint import warnings_of
from roadmap.models import OrderDraft, Programme
from roadmap.order_page import page_of
from roadmap.readers.drafts import DraftIndicator, Order
from roadmap.services import orders
from schools.errors import PortalError
from schools.models import Municipality

DRAFTS = OrderDraft.objects.select_related("municipality", "created_by", "programme", "stored_by")


class OrderListView(View):
    """Where the next table is pasted or chosen, and the tables that were."""

    def get(self, request):
        return self.show(self.municipality(), OrderForm())

    def post(self, request):
        municipality = self.municipality()
        form = OrderForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(municipality, form)
        draft = orders.keep_draft(
            form.cleaned_data["order"],
            municipality=municipality,
            title=form.source,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(draft)

    def municipality(self) -> Municipality:
        place = self.request.place
        seen = Municipality.objects.editable_by(self.request.user)
        return get_object_or_404(seen, pk=place.municipality and place.municipality.pk)

    def show(self, municipality, form):
        drafts = DRAFTS.filter(municipality=municipality).defer("content")
        return render(self.request, "roadmap/order_list.html", {"form": form, "drafts": drafts})


class OrderView(View):
    """The lines with what looks wrong in them; those that are ticked go into a programme."""

    def get(self, request, pk):
        return self.show(_draft(request, pk), None)

    def post(self, request, pk):
        draft = _draft(request, pk)
        try:
            orders.choose_lines(draft, {int(row) for row in _rows(request.POST.getlist("row"))})
            if "edit" in request.POST:
                return redirect("roadmap:order-line", pk, next(_rows([request.POST["edit"]]), 0))
            return self.store(draft)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(draft)

    def store(self, draft):
        form = WhereForm(self.request.POST, programmes=self.programmes(draft))
        if not form.is_valid():
            return self.show(_draft(self.request, draft.pk), form)
        try:
            programme = orders.store_draft(
                draft, **form.cleaned_data, by=self.request.user, at=timezone.now()
            )
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(_draft(self.request, draft.pk), form)
        messages.success(self.request, "Записано. Проверьте программу.")
        return redirect(programme)

    def programmes(self, draft):
        ours = Programme.objects.editable_by(self.request.user)
        return ours.filter(municipality=draft.municipality_id, kind="programme").exclude(
            state="repealed"
        )

    def show(self, draft, form):
        programmes = self.programmes(draft)
        context = {
            "draft": draft,
            "page": page_of(Order.of_json(draft.content), skipped=set(draft.skipped)),
            "form": form or WhereForm(programmes=programmes),
        }
        return render(self.request, "roadmap/order_detail.html", context)


class LineView(View):
    """One line, corrected before it is stored."""

    def get(self, request, pk, row):
        draft, line, order = self.found(pk, row)
        return self.show(draft, LINE_FORMS[type(line)](line=line, order=order))

    def post(self, request, pk, row):
        draft, line, order = self.found(pk, row)
        form = LINE_FORMS[type(line)](request.POST, line=line, order=order)
        if not form.is_valid():
            return self.show(draft, form)
        try:
            orders.change_line(draft, form.changed)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(draft, form)
        return redirect(f"{draft.get_absolute_url()}#row-{row}")

    def found(self, pk, row):
        draft = _draft(self.request, pk)
        order = Order.of_json(draft.content)
        line = next((line for line in order.lines if line.row == row), None)
        if line is None or draft.stored_at:
            raise Http404
        return draft, line, order

    def show(self, draft, form):
        line = form.line
        noun = "Показатель" if isinstance(line, DraftIndicator) else "Мероприятие"
        context = {
            "draft": draft,
            "form": form,
            "heading": f"{noun} {line.number}" if line.number else noun,
            "warnings": warnings_of(Order.of_json(draft.content)).get(line.row, ()),
        }
        return render(self.request, "roadmap/order_line.html", context)


@require_POST
def drop(request, pk):
    draft = _draft(request, pk)
    try:
        orders.drop_draft(draft)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(draft)
    messages.success(request, "Таблица удалена.")
    return redirect("roadmap:orders")


def _draft(request, pk) -> OrderDraft:
    return get_object_or_404(DRAFTS.editable_by(request.user), pk=pk)


def _rows(said):
    return (int(one) for one in said if one.isdecimal() and len(one) < 7)
