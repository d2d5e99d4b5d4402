from .entry import EntryForm
from .remarks import AnswerForm, RemarkForm
from .sitting import SittingForm

__all__ = ["AnswerForm", "EntryForm", "RemarkForm", "SittingForm"]
