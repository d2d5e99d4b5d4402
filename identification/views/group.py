"""The evening of the working group: one table to compare and to decide."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from assessments.collection import by_cluster
from identification.board import board_of
from identification.deciding import choices_of, lines_of, returned
from identification.decisions import decided_in, save_decisions
from identification.models import Protocol
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import count
from schools.scoping import may_write

PARTS = {
    "": "Все",
    "disputed": "Источники расходятся",
    "border": "На\xa0грани",
    "proposed": "Названы хотя\xa0бы\xa0раз",
}


class GroupView(View):
    """What all say of the schools of a year, and what the group decides, in the same rows."""

    def get(self, request):
        municipality = request.place.municipality
        if not municipality:
            raise Http404
        board = board_of(municipality, request.place.academic_year)
        now = decided_in(municipality, board.academic_year)
        return self.show(board, lines_of(self.part(board), now))

    def post(self, request):
        place = request.place
        ours = Municipality.objects.editable_by(request.user)
        municipality = get_object_or_404(ours, pk=place.municipality and place.municipality.pk)
        board = board_of(municipality, place.academic_year)
        now = decided_in(municipality, board.academic_year)
        choices = choices_of(board, request.POST, now)
        draft = request.POST.get("draft", "")
        try:
            outcome = save_decisions(
                board,
                choices,
                by=request.user,
                at=timezone.now(),
                draft=int(draft) if draft.isdecimal() else None,
            )
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.address)
        if outcome.faults or outcome.conflicts:
            now = decided_in(municipality, board.academic_year)
            lines = returned(lines_of(self.part(board), now), choices, outcome, now)
            return self.show(board, lines, stored=len(outcome.stored))
        if outcome.stored:
            schools = count(len(outcome.stored), "школе,школам,школам")
            messages.success(request, f"Сохранено: решение по\xa0{schools}.")
        else:
            messages.info(request, "Изменений нет: всё уже записано.")
        return redirect(self.address)

    @property
    def chosen(self):
        asked = self.request.GET.get("show", "")
        return asked if asked in PARTS else ""

    @property
    def address(self):
        return reverse("identification:group") + (f"?show={self.chosen}" if self.chosen else "")

    def part(self, board):
        return board.parts[self.chosen]

    def show(self, board, lines, stored=0):
        protocols = list(
            board.municipality.protocols.filter(academic_year=board.academic_year).select_related(
                "document"
            )
        )
        draft = next((p for p in protocols if p.state == Protocol.State.DRAFT), None)
        now = decided_in(board.municipality, board.academic_year)
        waiting = sum(one.is_draft for one in now.values())
        context = {
            "board": board,
            "groups": by_cluster(lines, school=lambda line: line.row.school),
            "lines": lines,
            "unsaved": [line for line in lines if line.is_unsaved],
            "stored": stored,
            "chosen": self.chosen,
            "address": self.address,
            "parts": [(key, title, len(board.parts[key])) for key, title in PARTS.items()],
            "draft": draft,
            "protocols": protocols,
            # what a draft says beside what was approved in the same year
            "corrections": waiting if any(p.document for p in protocols) else 0,
            "may_write": may_write(self.request.user, board.municipality),
            "decided": len(now),
        }
        return render(self.request, "identification/group.html", context)
