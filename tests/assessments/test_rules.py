"""The rules of figures by themselves: what a file brings meets the same ones as a form."""

from decimal import Decimal

import pytest

from assessments.rules import Fault, Figures, faults, mean_mark, settled
from assessments.scales import BANDS, MARKS

TWELVE = Figures(12, {"2": 3, "3": 3, "4": 4, "5": 2})


def test_what_is_right_has_no_faults_and_its_shares_follow():
    assert faults(TWELVE, MARKS) == []
    assert settled(TWELVE, MARKS) == {
        "mean": None,
        "no_data": "",
        "participants": 12,
        "counts": {"2": 3, "3": 3, "4": 4, "5": 2},
        "low_n": 3,
        "high_n": 6,
        "share_low": 2500,
        "share_high": 5000,
    }


@pytest.mark.parametrize(
    ("figures", "levels", "found"),
    [
        (Figures(12, {"2": -1, "3": 13}), MARKS, [("counts", "2")]),
        (Figures(10_000, {"2": 10_000}), MARKS, [("participants", ""), ("counts", "2")]),
        (Figures(share_low=-1, share_high=10_001), MARKS, [("share_low", ""), ("share_high", "")]),
        (Figures(12, {"2": 11}), MARKS, [("participants", "")]),
        (Figures(12), MARKS, [("counts", "2")]),
        (Figures(12), BANDS, [("counts", "below")]),
        (Figures(12, {"6": 12}), MARKS, [("participants", "")]),
        (Figures(share_low=3334, share_high=6668), MARKS, [("share_high", "")]),
        (Figures(no_data="hidden", mean=Decimal(3)), MARKS, [("no_data", "")]),
        (Figures(12, {"2": 12}, mean=Decimal("5.01")), MARKS, [("mean", "")]),
        (Figures(12, {"below": 12}, mean=Decimal(101)), BANDS, [("mean", "")]),
        (Figures(), MARKS, [("participants", "")]),
    ],
)
def test_a_fault_names_its_field_and_its_level(figures, levels, found):
    assert [(fault.field, fault.level) for fault in faults(figures, levels)] == found


def test_a_file_may_bring_what_a_box_would_refuse():
    found = faults(Figures(10_000, {"2": -1}), MARKS) + faults(Figures(share_low=-1), MARKS)

    assert [fault.sentence for fault in found] == [
        "Столько учеников не бывает: не больше 9999.",
        "Число учеников не бывает отрицательным.",
        "Доля бывает от 0 до 100\xa0%.",
    ]


def test_participants_are_held_against_the_pupils_of_the_grade():
    (fault,) = faults(TWELVE, MARKS, pupils=11, grade=4)

    assert fault == Fault(
        "participants",
        "Участников 12, а в 4-х классах по карточке школы 11 учеников. "
        "Исправьте число или попросите администратора уточнить карточку.",
    )
    assert faults(TWELVE, MARKS, pupils=12, grade=4) == []


def test_shares_stay_shares():
    said = settled(Figures(share_low=700, share_high=7300), MARKS)

    assert said == {"mean": None, "no_data": "", "share_low": 700, "share_high": 7300}


@pytest.mark.parametrize(
    ("counts", "mean"),
    [({"2": 3, "3": 3, "4": 4, "5": 2}, "3.42"), ({"2": 1, "3": 7}, "2.88"), ({"5": 0}, None)],
)
def test_the_mean_of_marks_is_rounded_half_up(counts, mean):
    assert mean_mark(counts) == (mean and Decimal(mean))
