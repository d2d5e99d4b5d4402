from .batch import PaperBatch, PaperItem
from .note import Note
from .publication import Publication

__all__ = ["Note", "PaperBatch", "PaperItem", "Publication"]
