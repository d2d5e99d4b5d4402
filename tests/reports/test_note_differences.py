"""Two texts of a section beside each other; numbers that follow what is printed."""

from reports.notes.differences import Skipped, differences, redrawn
from reports.notes.numbering import lost, numbers_of, renumbered


def told(lines):
    """«слова [−старые−] [+новые+]», line by line."""
    signs = {"same": "{}", "added": "[+{}+]", "dropped": "[-{}-]"}
    return [
        f"… {line.count}"
        if isinstance(line, Skipped)
        else "".join(signs[piece.kind].format(piece.text) for piece in line.pieces)
        for line in lines
    ]


def test_a_changed_word_is_shown_inside_its_line():
    before = "<p>Низкие результаты у 4 школ из 15.</p>"
    after = "<p>Низкие результаты у 3 школ из 15.</p>"

    assert told(differences(before, after)) == ["Низкие результаты у [-4-][+3+] школ из 15."]


def test_texts_that_say_the_same_have_no_differences():
    same = "<p>Слова</p>\n<ul><li>пункт</li></ul>"

    assert differences(same, same) == []
    assert differences("<p>Слова <b>те</b></p>", "<p>Слова те</p>") == []


def test_lines_come_and_go_and_what_stays_is_not_read_again():
    before = "".join(f"<p>Абзац номер {n}.</p>" for n in "абвгдеж")
    after = before.replace("<p>Абзац номер а.</p>", "").replace(
        "</p><p>Абзац номер ж", "</p><p>Совсем другое и новое.</p><p>Абзац номер ж"
    )

    assert told(differences(before, after)) == [
        "[-Абзац номер а.-]",
        "Абзац номер б.",
        "… 3",
        "Абзац номер е.",
        "[+Совсем другое и новое.+]",
        "Абзац номер ж.",
    ]


def test_a_row_of_a_table_is_one_line_with_its_cells_apart():
    row = "<table><tr><th>СОШ 1</th><td>{}</td><td></td></tr></table>"
    (line,) = differences(row.format("71,30"), row.format("72,50"))

    assert line.place == "строка таблицы"
    assert told([line]) == ["СОШ 1 | [-71,30-][+72,50+] | —"]


def test_a_row_of_another_school_is_another_row():
    row = "<table><tr><td>1</td><th>{}</th><td>71,30</td><td>да</td></tr></table>"

    assert told(differences(row.format("СОШ 1"), row.format("СОШ 2"))) == [
        "[-1 | СОШ 1 | 71,30 | да-]",
        "[+1 | СОШ 2 | 71,30 | да+]",
    ]


def test_a_list_in_a_list_is_told_once():
    before = "<ul><li>верх<ul><li>низ</li></ul></li></ul>"

    assert told(differences(before, before.replace("низ", "дно"))) == ["верх", "[-низ-]", "[+дно+]"]


def test_an_empty_text_is_all_new():
    assert told(differences("", "<p>Новое</p>")) == ["[+Новое+]"]


def test_a_chart_drawn_of_other_figures_is_named():
    before = {"Рисунок 1": "а", "Рисунок 2": "б"}

    assert redrawn(before, {"Рисунок 1": "в", "Рисунок 2": "б", "Рисунок 3": "г"}) == ["Рисунок 1"]


TABLE = "<p>Таблица {0} — Места</p>\n<table><tr><td>1</td></tr></table>"


def test_tables_and_figures_are_numbered_as_they_are_printed():
    printed = [TABLE.format(2), "<p>[[Рисунок 3]]</p>", TABLE.format(4)]
    numbers = numbers_of(printed)

    said = renumbered("<p>В таблице 4 и на рисунке 3, а таблицы 2 нет в таблице 1.</p>", numbers)

    assert said == "<p>В таблице 2 и на рисунке 1, а таблицы 1 нет в таблице 1.</p>"
    assert lost("<p>В таблице 4 и в таблице 1.</p>", numbers) == ["таблица\xa01"]
