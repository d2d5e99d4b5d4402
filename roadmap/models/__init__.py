from .activity import Activity, Work
from .campaign import Campaign, Submission
from .computation import Computation
from .evidence import Evidence
from .indicator import Indicator, Level, Proof, Target
from .meeting import AgendaItem, Meeting
from .order import OrderDraft
from .programme import Edition, Goal, Period, Programme
from .site import SiteCheck, SiteFinding, SiteRequirement
from .task import CalendarFeed, Task, TaskEntry
from .value import Value, ValueChange

__all__ = [
    "Activity",
    "AgendaItem",
    "CalendarFeed",
    "Campaign",
    "Computation",
    "Edition",
    "Evidence",
    "Goal",
    "Indicator",
    "Level",
    "Meeting",
    "OrderDraft",
    "Period",
    "Programme",
    "Proof",
    "SiteCheck",
    "SiteFinding",
    "SiteRequirement",
    "Submission",
    "Target",
    "Task",
    "TaskEntry",
    "Value",
    "ValueChange",
    "Work",
]
