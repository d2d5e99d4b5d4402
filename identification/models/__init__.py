from .decision import Decision, Protocol
from .external import ExternalList, ExternalListEntry
from .methodology import Methodology
from .run import Run
from .sign import Sign
from .verdict import Verdict

__all__ = [
    "Decision",
    "ExternalList",
    "ExternalListEntry",
    "Methodology",
    "Protocol",
    "Run",
    "Sign",
    "Verdict",
]
