"""The approval sheet as it is shown and printed: who, when it came, what was decided and when."""

from dataclasses import dataclass
from datetime import datetime

from schools.models import Approval, ApprovalStep, Document

WORDS = {
    ApprovalStep.Decision.AGREED: "Согласовано",
    ApprovalStep.Decision.SIGNED: "Подписано",
    ApprovalStep.Decision.RETURNED: "Возвращено",
}


@dataclass(frozen=True)
class Line:
    """`stage`: done, now or ahead. `received_at`: when the one before had agreed."""

    step: ApprovalStep
    received_at: datetime | None
    stage: str

    @property
    def who(self) -> str:
        """«Руководитель управления (Иванова Анна)»: the name is told once it is known."""
        step = self.step
        if step.user_id:
            return str(step.user)
        role = step.get_role_display().capitalize()
        return f"{role} ({step.decided_by})" if step.decided_by_id else role

    @property
    def words(self) -> str:
        if self.step.decision:
            return WORDS[self.step.decision]
        if self.stage != "now":
            return "—"
        return "Ждёт подписи" if self.step.signs else "Ждёт согласования"


@dataclass(frozen=True)
class Sheet:
    approval: Approval
    lines: list[Line]

    @property
    def current(self) -> Line | None:
        return next((line for line in self.lines if line.stage == "now"), None)


def sheet_of(approval: Approval) -> Sheet:
    lines, received = [], approval.started_at
    for step in approval.steps.select_related("user", "decided_by"):
        if step.decision:
            stage = "done"
        else:
            waits = received is not None and approval.state == Approval.State.RUNNING
            stage = "now" if waits else "ahead"
        lines.append(Line(step, received, stage))
        received = step.at if step.decision else None
    return Sheet(approval, lines)


def last_sheet(document: Document) -> Sheet | None:
    """Of the newest approval: for the page and the last leaf of the document."""
    approval = document.approvals.select_related("started_by").first()
    return approval and sheet_of(approval)
