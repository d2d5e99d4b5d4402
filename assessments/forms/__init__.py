from .entry import EntryForm
from .sitting import SittingForm

__all__ = ["EntryForm", "SittingForm"]
