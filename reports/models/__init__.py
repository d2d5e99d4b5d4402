from .note import Note
from .section import NoteSection

__all__ = ["Note", "NoteSection"]
