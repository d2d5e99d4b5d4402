from .start import MethodologyField, StartForm

__all__ = ["MethodologyField", "StartForm"]
