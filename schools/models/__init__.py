from .figures import Figure, Measure, NoDataReason
from .notification import Notification
from .papers import Document
from .people import Invitation, Membership, Role, User
from .school import Enrolment, School, SchoolAlias, SchoolYear
from .status import SchoolStatus
from .territory import Cluster, Municipality, Region

__all__ = [
    "Cluster",
    "Document",
    "Enrolment",
    "Figure",
    "Invitation",
    "Measure",
    "Membership",
    "Municipality",
    "NoDataReason",
    "Notification",
    "Region",
    "Role",
    "School",
    "SchoolAlias",
    "SchoolStatus",
    "SchoolYear",
    "User",
]
