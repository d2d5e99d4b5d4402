from .benchmarks import Benchmark, Marker
from .imports import ColumnMapping, ImportBatch
from .locks import Remark, ResultLock
from .procedures import Level, Procedure, Scale, Sitting
from .results import WITHDRAWN, Result, ResultChange

__all__ = [
    "WITHDRAWN",
    "Benchmark",
    "ColumnMapping",
    "ImportBatch",
    "Level",
    "Marker",
    "Procedure",
    "Remark",
    "Result",
    "ResultChange",
    "ResultLock",
    "Scale",
    "Sitting",
]
