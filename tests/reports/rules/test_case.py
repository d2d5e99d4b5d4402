"""Whom a school is compared with, and with which of its years."""

from reports.rules import recommend

from .imagined import NAMES, YEAR, Town

ME, LINE = "Школа", NAMES["ОГЭ мат"]


def peers_of(town, school=ME):
    return town.case(school).line(LINE).peers


def test_peers_are_the_other_schools_of_the_cluster_added_up():
    peers = peers_of(Town().school(ME).result(ME, LINE, 30, 12, 5))

    assert (peers.where, peers.schools, peers.n, peers.k, peers.h) == ("cluster", 3, 180, 27, 72)


def test_its_own_branches_are_no_peers():
    town = Town(peers=False).school(ME).result(ME, LINE, 30, 12, 5)
    for number in range(3):
        town.school(f"Филиал {number}", parent_id=ME)
        town.result(f"Филиал {number}", LINE, 30, 3, 9)

    assert peers_of(town) is None


def test_two_schools_or_few_pupils_are_no_peers():
    town = Town(peers=False).school(ME).result(ME, LINE, 30, 12, 5)
    for number in range(3):
        town.school(f"Другая {number}").result(f"Другая {number}", LINE, 9, 1, 3)

    assert peers_of(town) is None


def test_where_the_cluster_is_too_small_the_municipality_is_asked():
    town = Town().school(ME, cluster="городские").result(ME, LINE, 30, 12, 5)

    assert peers_of(town).where == "municipality"


def test_a_branch_is_compared_with_branches():
    town = Town().school(ME, legal_status="branch").result(ME, LINE, 30, 12, 5)

    assert peers_of(town) is None


def test_years_are_added_up_until_there_are_ten():
    town = Town().school(ME)
    for year, n in ((YEAR, 4), (YEAR - 1, 6), (YEAR - 2, 8)):
        town.result(ME, LINE, n, 2, 1, year=year)
    case = town.case()

    summed = case.summed(case.line(LINE), 10)

    assert (summed.years, summed.n, summed.k) == ((YEAR, YEAR - 1), 10, 4)
    assert summed.peers.n == 360


def test_a_year_on_another_scale_is_not_compared():
    town = Town().school(ME).result(ME, LINE, 30, 15, 5, scale=2)
    town.result(ME, LINE, 30, 2, 9, year=YEAR - 1, scale=1)
    answers = recommend(town.case())

    assert "DY-1" not in answers.fired
    assert any(note.endswith("шкала изменилась.") for note in answers.notes)


def test_a_year_that_was_not_held_is_passed_over():
    town = Town(peers=False).school(ME).result(ME, LINE, 30, 15, 5)
    town.result(ME, LINE, 30, 2, 9, year=YEAR - 2)
    town.row("not_held", academic_year=YEAR - 1, **LINE._asdict())

    assert town.case().line(LINE).before.years == (YEAR - 2,)


def test_an_open_sign_of_the_register_silences_comparisons():
    town = Town().school(ME).year_and_before(ME, "ОГЭ рус", (26, 7, 9), (25, 2, 9))
    assert "DY-1" in recommend(town.case()).fired

    key = NAMES["ОГЭ рус"]._asdict()
    town.row("signs", school_id=ME, academic_year=YEAR, conclusion="", **key)

    assert "DY-1" not in recommend(town.case()).fired
