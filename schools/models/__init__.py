from .approval import Approval, ApprovalStep
from .figures import Figure, Measure, NoDataReason
from .notification import Notification
from .papers import Document
from .people import Invitation, Membership, Role, User
from .school import Enrolment, School, SchoolAlias, SchoolYear
from .status import SchoolStatus
from .teachers import TeacherSupport
from .territory import Cluster, Municipality, Region

__all__ = [
    "Approval",
    "ApprovalStep",
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
    "TeacherSupport",
    "User",
]
