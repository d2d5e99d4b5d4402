"""What a target of a document means."""

from decimal import Decimal

import pytest

from roadmap.readers.targets import DraftTarget, read_target

D = Decimal


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("да", "yes_no", DraftTarget("value", number=D(1))),
        ("Нет", "yes_no", DraftTarget("value", "=", D(0))),
        ("80", "percent", DraftTarget("value", number=D(80))),
        ("80 %", "percent", DraftTarget("value", number=D(80), words="80 %")),
        ("12,5", "number", DraftTarget("value", number=D("12.5"))),
        ("1 200", "number", DraftTarget("value", number=D(1200))),
        (
            "не ниже среднего 50 %",
            "percent",
            DraftTarget("value", ">=", D(50), "не ниже среднего 50 %"),
        ),
        ("Не более 5", "number", DraftTarget("value", "<=", D(5), "Не более 5")),
        ("менее 5 %", "percent", DraftTarget("value", "<", D(5), "менее 5 %")),
        ("≥ 60", "number", DraftTarget("value", ">=", D(60), "≥ 60")),
        (
            "не менее 3 пакетов материалов",
            "number",
            DraftTarget("value", ">=", D(3), "не менее 3 пакетов материалов"),
        ),
        ("+2", "number", DraftTarget("delta", number=D(2), words="+2")),
        (
            "по плану школы + 4",
            "number",
            DraftTarget("delta", number=D(4), words="по плану школы + 4"),
        ),
        (
            "не менее 30 % от данных стартовой диагностики",
            "percent",
            DraftTarget(
                "of_baseline", ">=", D(30), "не менее 30 % от данных стартовой диагностики"
            ),
        ),
        (
            "не ниже среднего по республике",
            "number",
            DraftTarget("region", ">=", words="не ниже среднего по республике"),
        ),
        (
            "ниже среднего по району",
            "number",
            DraftTarget("municipality", "<", words="ниже среднего по району"),
        ),
        ("по плану школы", "number", DraftTarget("words", words="по плану школы")),
        ("отчёт за 2021 год", "number", DraftTarget("words", words="отчёт за 2021 год")),
        ("от 5 до 10", "number", DraftTarget("words", words="от 5 до 10")),
        ("80", "yes_no", DraftTarget("words", words="80")),
        ("=1+1", "number", DraftTarget("words", words="=1+1")),
        ("1" * 40, "number", DraftTarget("words", words="1" * 40)),
        ("0,123", "number", DraftTarget("words", words="0,123")),
        ("", "percent", None),
        (" – ", "percent", None),
    ],
)
def test_a_target_is_understood_or_stays_in_words(text, kind, expected):
    assert read_target(text, kind=kind) == expected
