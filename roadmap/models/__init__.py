from .activity import Activity, Work
from .campaign import Campaign, Submission
from .evidence import Evidence
from .indicator import Indicator, Level, Proof, Target
from .meeting import AgendaItem, Meeting
from .programme import Edition, Goal, Period, Programme
from .site import SiteCheck, SiteFinding, SiteRequirement
from .task import CalendarFeed, Task, TaskEntry
from .value import Degree, Value, ValueChange

__all__ = [
    "Activity",
    "AgendaItem",
    "CalendarFeed",
    "Campaign",
    "Degree",
    "Edition",
    "Evidence",
    "Goal",
    "Indicator",
    "Level",
    "Meeting",
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
