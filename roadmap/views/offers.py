"""What follows from an approved protocol: tasks that its coordinator gives or leaves."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from identification.models import Protocol
from roadmap.services.offering import offered, take_up
from schools.forms.days import YEARS
from schools.russian import count

APPROVED = Protocol.objects.filter(state=Protocol.State.APPROVED).select_related(
    "municipality", "document"
)


def day(typed: str) -> date | None:
    """A day that cannot be read leaves the term that was offered."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.year in YEARS else None


class OffersView(View):
    def get(self, request, pk):
        protocol = self.found(pk)
        schools = offered(protocol, on=timezone.localdate())
        context = {
            "protocol": protocol,
            "schools": schools,
            "left": sum(not line.task for _school, lines in schools for line in lines),
            # what was left once is not ticked again
            "is_chosen": any(line.task for _school, lines in schools for line in lines),
        }
        return render(request, "roadmap/offers.html", context)

    def post(self, request, pk):
        protocol = self.found(pk)
        chosen = {
            key: day(request.POST.get(f"due-{key}", "")) for key in request.POST.getlist("key")
        }
        tasks = take_up(
            protocol, chosen, on=timezone.localdate(), by=request.user, at=timezone.now()
        )
        if tasks:
            told = count(len(tasks), "поручение,поручения,поручений")
            messages.success(request, f"Поставлено: {told}. Исполнители уведомлены.")
        else:
            messages.info(request, "Новых поручений нет: отметьте, что поставить.")
        return redirect("roadmap:offers", pk)

    def found(self, pk):
        return get_object_or_404(APPROVED.editable_by(self.request.user), pk=pk)
