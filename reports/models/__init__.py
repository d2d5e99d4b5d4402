from .letter import Letter
from .letter_archive import LetterArchive
from .note import Note
from .recommendation import Recommendation
from .recommendation_entry import RecommendationEntry

__all__ = ["Letter", "LetterArchive", "Note", "Recommendation", "RecommendationEntry"]
