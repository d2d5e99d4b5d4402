import pytest

from assessments.readers import FORMATS
from tests.assessments import layouts

BOOKS = {
    "own_template": layouts.template_rows(),
    "fis_oko_marks": layouts.marks_rows(layouts.MARKS),
    "fis_oko_journal": layouts.journal_wide_rows(layouts.JOURNAL),
    "fis_oko_individual": layouts.individual_rows(),
    "ris_gia": layouts.protocol("12 - Обществознание 2026.07.03", (9306.0, 4.0)),
    "bias_list": layouts.bias_rows(),
    "shares_wide": layouts.annex_rows(),
}


@pytest.mark.parametrize("code", BOOKS)
def test_a_file_is_recognised_by_its_own_reader_and_by_no_other(code):
    book = layouts.make_book(*BOOKS[code])

    assert [name for name, reader in FORMATS.items() if reader.recognises(book)] == [code]


@pytest.mark.parametrize("reader", FORMATS.values(), ids=list(FORMATS))
def test_a_reader_keeps_the_contract(reader):
    nothing = layouts.make_book([""], ["", 2, None, True, "x"])

    assert reader.TITLE
    assert isinstance(reader.HAS_PUPILS, bool)
    assert not reader.recognises(nothing)
