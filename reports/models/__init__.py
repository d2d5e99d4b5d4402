from .note import Note
from .publication import Publication

__all__ = ["Note", "Publication"]
