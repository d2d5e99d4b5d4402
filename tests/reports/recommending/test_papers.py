"""The letter as PDF and DOCX, and all of them in one archive; hostile texts do nothing."""

import io
import zipfile

import docx
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from reports import tasks
from reports.batches import kinds
from reports.batches.services import start_batch
from reports.models import Letter, Recommendation
from reports.recommending.calendar import objections_until
from reports.recommending.drafting import make_letters
from reports.recommending.paper import file_name, file_of
from reports.recommending.sending import send_letter
from reports.recommending.workbook import workbook_of
from schools.errors import PortalError
from schools.models import Figure, Measure
from schools.russian import in_words
from tests.factories import AT, make_letter, make_recommendation, make_run, make_school, make_user
from tests.reports.rules import twelve

from .rows import rows_of

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<img src=file:///etc/passwd> =cmd() {{ settings }} {% now 'Y' %} <script>alert(1)</script>"
)


def words_of(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\xa0", " ").split())


def words_of_docx(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([p.text for p in paper.paragraphs] + cells).replace("\xa0", " ")


def test_both_files_say_the_same_and_that_it_is_a_draft(letter):
    pdf, word = words_of(file_of(letter, "pdf")), words_of_docx(file_of(letter, "docx"))

    for one in letter.recommendations.in_letter():
        assert one.text.replace("\xa0", " ") in word
        assert one.text.split()[0] in pdf
    assert pdf.startswith("ПРОЕКТ") or "ПРОЕКТ" in pdf
    assert "Эффект виден, если" in pdf
    assert "Если ваши данные отличаются, сообщите" in pdf


def test_the_pdf_is_tagged_titled_and_in_russian(letter):
    reader = PdfReader(io.BytesIO(file_of(letter, "pdf")))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "ru"
    assert reader.metadata.title.startswith("Рекомендации: ")


def test_an_empty_letter_is_a_letter_of_one_sentence(run, methodist):
    make_letters(run, by=methodist, at=AT)
    empty = next(one for one in run.letters.all() if not one.recommendations.in_letter())

    assert "рекомендаций нет" in words_of(file_of(empty, "pdf"))
    assert "Таблица 1" not in words_of(file_of(empty, "pdf"))


def test_the_letter_of_a_branch_says_that_it_is_one(run):
    head = run.municipality.schools.get(short_name="Школа")
    branch = make_school(parent=head, short_name="Филиальная ООШ")
    letter = make_letter(branch, run=run, nothing="Рекомендаций нет.")

    assert "Руководителю филиала «Филиальная ООШ»" in words_of(file_of(letter, "pdf"))


def test_what_is_sent_prints_the_same_after_objections(letter, methodist):
    send_letter(letter, by=methodist, at=AT)
    first = words_of(file_of(letter, "pdf"))
    Recommendation.objects.filter(letter=letter).update(state="objected")

    assert words_of(file_of(Letter.objects.get(pk=letter.pk), "pdf")) == first
    assert "ПРОЕКТ" not in first


def test_hostile_texts_do_nothing(letter, caplog):
    letter.school.full_name = f"Школа {HOSTILE}"
    letter.school.save()
    letter.recommendations.filter(rule="LT-1").update(
        edited_text=f"Провести {HOSTILE}", edited_because=HOSTILE, reason=HOSTILE, support=HOSTILE
    )
    letter.refresh_from_db()

    pdf, word = words_of(file_of(letter, "pdf")), words_of_docx(file_of(letter, "docx"))

    assert "=cmd()" in word
    assert "{{ settings }}" in word
    assert "<script>alert(1)</script>" in word
    assert "root:" not in pdf + word
    assert "{{ settings }}" in pdf
    assert caplog.text == ""


def test_figures_of_surveys_are_printed_for_the_narrow_circle_alone(letter, methodist):
    make_recommendation(letter, text="Снять с учителей один отчёт.", is_restricted=True)
    send_letter(letter, by=methodist, at=AT)
    curator, director = make_user("CURATOR", letter.school), make_user("DIRECTOR", letter.school)

    told = {
        who: "Снять с учителей" in words_of_docx(file_of(letter, "docx", reader=reader))
        for who, reader in (("curator", curator), ("director", director))
    }

    assert told == {"curator": False, "director": True}


def archived(run, by):
    """The batch of its letters when all has been done for it, and what the archive holds."""
    about = {"academic_year": run.academic_year, "on": AT.date(), "at": timezone.now()}
    batch, _new = start_batch("letters", run.municipality, run=run, by=by, **about)
    tasks.make_papers(batch.pk)
    batch.refresh_from_db()
    with zipfile.ZipFile(default_storage.path(batch.archive.name)) as box:
        return batch, {name: box.read(name) for name in box.namelist()}


def test_all_letters_are_one_archive_with_both_files_of_each(run, letter, methodist):
    batch, files = archived(run, methodist)

    assert (batch.state, len(files)) == ("done", 8)
    assert files["Рекомендации, Школа, 2025-2026.pdf"].startswith(b"%PDF")
    assert files["Рекомендации, Школа, 2025-2026.docx"].startswith(b"PK")


def test_a_broken_letter_is_named_and_does_not_break_the_rest(run, letter, methodist, monkeypatch):
    whole = kinds.file_of

    def breaks(one, suffix):
        if one.pk == letter.pk and suffix == "docx":
            raise ValueError("no such font")
        return whole(one, suffix)

    monkeypatch.setattr(kinds, "file_of", breaks)
    batch, files = archived(run, methodist)

    assert (batch.state, len(files)) == ("done", 7)
    assert "Школа" in files["Не вошли.txt"].decode()
    assert not [name for name in files if name.startswith("Рекомендации, Школа,")]


def test_without_letters_there_is_no_archive(run, methodist):
    other = make_run(municipality=run.municipality, methodology=run.methodology, state="done")

    with pytest.raises(PortalError, match="не\xa0готовится"):
        archived(other, methodist)


def test_a_school_named_with_a_slash_opens_no_folder_in_the_archive(letter):
    letter.school.short_name = "../СОШ 3/4"

    assert file_name(letter, "pdf") == "Рекомендации, .. СОШ 3-4, 2025-2026.pdf"


def test_the_table_of_all_holds_texts_and_no_formulas(run, letter, methodist):
    letter.recommendations.filter(rule="LT-1").update(
        edited_text="=cmd()", edited_because="+1", reason=HOSTILE
    )

    sheet = load_workbook(io.BytesIO(workbook_of(run, reader=methodist))).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert len(told) == Recommendation.objects.filter(place="letter").count()
    assert any("cmd()" in str(row[3]) for row in told)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_sent_letter_says_days_where_a_draft_says_terms(letter, methodist):
    draft = words_of_docx(file_of(letter, "docx"))

    send_letter(letter, by=methodist, at=AT)
    letter.refresh_from_db()
    sent = words_of_docx(file_of(letter, "docx"))

    dues = {in_words(one.due_on) for one in letter.recommendations.in_letter()}
    assert "сообщите в течение 5 рабочих дней" in draft
    assert [day for day in dues if f"до {day}".replace("\xa0", " ") not in sent] == []
    until = in_words(objections_until(letter.sent_on)).replace("\xa0", " ")
    assert f"сообщите об этом в портале до {until}" in sent
    assert in_words(letter.sent_on).replace("\xa0", " ") in sent


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_school_of_the_longest_name_has_its_letter(letter, suffix):
    letter.school.full_name = "Муниципальное бюджетное общеобразовательное учреждение " * 5

    assert len(file_of(letter, suffix)) > 10_000


def test_a_paper_that_goes_from_hand_to_hand_holds_nothing_of_the_narrow_circle(letter, methodist):
    letter.recommendations.filter(rule="LT-1").update(is_restricted=True, text="Тайное дело.")

    assert "Тайное" not in words_of_docx(file_of(letter, "docx"))
    assert "Тайное" not in words_of(file_of(letter, "pdf"))
    assert "Тайное" in words_of_docx(file_of(letter, "docx", reader=methodist))


def test_a_measure_of_the_narrow_circle_is_not_read_by_a_curator():
    run = rows_of(twelve.two_subjects())
    school = run.municipality.schools.get(short_name="Школа")
    measure = Measure.objects.create(code="no_certificate_9", title="Без аттестата", sensitive=True)
    told = {"academic_year": run.academic_year, "numerator": 4, "denominator": 40}
    Figure.objects.create(school=school, measure=measure, **told)
    make_letters(run, by=None, at=AT)

    one = Recommendation.objects.get(letter__school=school, rule="LT-7")
    send_letter(one.letter, by=make_user("COORDINATOR", run.municipality), at=AT)

    seen = Recommendation.objects.filter(pk=one.pk)
    assert one.is_restricted
    assert seen.visible_to(make_user("DIRECTOR", school)).exists()
    assert not seen.visible_to(make_user("CURATOR", school)).exists()
