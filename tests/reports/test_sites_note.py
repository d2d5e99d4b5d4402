"""The note on a round of looking at sites."""

import pytest

from reports.notes import sites
from roadmap.models import SiteFinding

from .kinds import ON, html_of, make_lively, section, words_in

Found = SiteFinding.Found


@pytest.fixture
def rounds(db):
    """The last first. Of each requirement two of four schools have it now; nobody had it before."""
    return list(make_lively().site_checks.all())


def compose(check):
    return sites.compose(check, ON)


def test_requirements_are_counted_as_they_were_found(rounds):
    check, _before = rounds
    yes = check.findings.filter(found=Found.YES).count()
    seen = check.findings.exclude(found="").count()

    words = section(compose(check), "found")

    assert f"Выполнено {yes} из {seen} проверенных пунктов (100 %)." in words


def test_what_nobody_looked_at_is_neither_there_nor_missing(rounds):
    check, _before = rounds

    note = compose(check)

    assert "Проверено 4 из 8 пунктов (50 %); остальное ещё не смотрели" in section(note, "basis")
    assert "lacks" not in [one.code for one in note.sections]
    assert "Из просмотренного всё на месте; нужно досмотреть 4 пункта." in section(
        note, "conclusions"
    )


def test_the_round_before_is_compared_point_by_point(rounds):
    words = section(compose(rounds[0]), "changes")

    assert "Оба раза просмотрено 4 пункта: выполнено было 0 (0 %), сейчас 4 (100 %)." in words
    assert "Появилось 4, пропало 0." in words


def test_what_is_gone_is_to_be_restored(rounds):
    check, before = rounds
    before.findings.update(found=Found.YES)
    check.findings.exclude(found="").update(found=Found.NO, note="Страница пуста")

    note = compose(check)

    assert "пропало 4." in section(note, "changes")
    assert "Восстановить на сайтах то, что было при прошлом мониторинге" in words_in(note)
    assert "Страница пуста" in section(note, "lacks")


def test_the_first_round_has_nothing_before_it(rounds):
    note = compose(rounds[1])

    assert "changes" not in [one.code for one in note.sections]
    assert "Более раннего мониторинга в портале нет." in section(note, "basis")


def test_an_arrow_is_drawn_only_between_the_same_sites(rounds):
    check, before = rounds
    assert 'class="arrow"' in html_of(compose(check))

    before.findings.filter(school__short_name="СОШ 1").delete()

    assert 'class="arrow"' not in html_of(compose(check))


def test_a_round_that_nobody_has_begun_gives_no_conclusion(rounds):
    check, _before = rounds
    check.findings.update(found="")

    words = words_in(compose(check))

    assert "Сайты ещё не просмотрены, выводов нет." in words
    assert "Исправить" not in words


def test_who_looked_is_not_in_the_tables_behind(rounds):
    titles = [column.title for sheet in compose(rounds[0]).sheets for column in sheet.columns]

    assert "Кто смотрел" not in titles
