from .batch import PaperBatch, PaperItem
from .letter import Letter
from .note import Note
from .publication import Publication
from .recommendation import Recommendation
from .recommendation_entry import RecommendationEntry
from .section import NoteSection

__all__ = [
    "Letter",
    "Note",
    "NoteSection",
    "PaperBatch",
    "PaperItem",
    "Publication",
    "Recommendation",
    "RecommendationEntry",
]
