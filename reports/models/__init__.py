from .note import Note

__all__ = ["Note"]
