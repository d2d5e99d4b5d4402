"""The page of a methodology: what is typed is kept, what is wrong stands at its field."""

import pytest
from django.urls import reverse

from identification.methods import METHODS
from identification.methods.wording.suits import SUITS
from identification.models import Methodology
from schools.models import Document, Measure
from tests.conftest import THEIRS
from tests.factories import (
    AT,
    PARAMETERS,
    RUSSIAN,
    make_document,
    make_methodology,
    make_sitting,
    make_user,
)
from tests.identification.methodology_pages import (
    boxes_of,
    create,
    created,
    errors_of,
    filled,
)
from tests.identification.pages import page, status, words_of

OGE = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}
SHARE = {
    "procedures": [RUSSIAN, OGE],
    "threshold": 29.5,
    "hits_last_year": 2,
    "hits_each_year": None,
    "years": 2,
    "same_procedure": True,
    "min_participants": 5,
    "not_held": "break",
    "statuses": [{"status": "at_risk"}],
}
INDICATOR = {"measure": None, "procedure": OGE, "figure": "mean"}
AVERAGE = {
    "criteria": [
        INDICATOR | {"benchmark": "region", "direction": "higher"},
        {
            "measure": "absences",
            "procedure": None,
            "figure": None,
            "benchmark": "zero",
            "direction": "lower",
        },
    ],
    "misses_for_low": 2,
    "years": 1,
    "statuses": [{"status": "low"}],
}


def edit_url(methodology):
    return reverse("identification:methodology-edit", args=[methodology.pk])


@pytest.fixture
def methodology(municipality):
    return make_methodology(municipality, method="share_below", parameters=SHARE, title="Доля")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("weighted_score", PARAMETERS), ("share_below", SHARE), ("against_average", AVERAGE)],
)
def test_what_was_typed_is_stored_and_shown_again(name, parameters, client, admin, municipality):
    methodology = created(client, admin, name, parameters, title="Своя", remark="Порог наш.")

    assert (methodology.municipality, methodology.version) == (municipality, 1)
    assert methodology.slug == f"ilansky-{name.replace('_', '-')}"
    assert (methodology.title, methodology.remark) == ("Своя", "Порог наш.")
    assert methodology.parameters == parameters
    assert (methodology.edited_by, methodology.edited_at is None) == (admin, False)

    # what the page shows, sent back as it stands, changes nothing
    client.post(edit_url(methodology), boxes_of(client.get(edit_url(methodology))) | {"save": "1"})
    methodology.refresh_from_db()
    assert (methodology.parameters, Methodology.objects.count()) == (parameters, 1)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_a_form_that_begins_with_its_values(name, client, admin):
    client.force_login(admin)

    answer = client.get(f"/identification/methodologies/new/?method={name}")

    form = answer.context["form"]
    titles = [one.title for one in METHODS[name].schema]
    said = words_of(answer.content.decode())
    assert [title for title in titles if title not in said] == []
    assert [t.rows.name for t in form.tables.values() if t.rows.least and not t.forms] == []


def test_the_methods_are_offered_by_their_titles_and_by_what_each_is_for(client, admin):
    said = page(client, admin, "/identification/methodologies/new/")

    assert [m.title for m in METHODS.values() if m.title.lower() not in said.lower()] == []
    assert [name for name in METHODS if SUITS[name] not in said] == []
    assert status(client, admin, "/identification/methodologies/new/?method=horoscope") == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, admin):
    parameters = SHARE | {"threshold": 0, "hits_last_year": "два", "procedures": [RUSSIAN, RUSSIAN]}
    data = filled("share_below", parameters, title="") | {"p-procedures-1-value": ""}

    answer = create(client, admin, "share_below", data)

    assert errors_of(answer) == [
        "Выберите процедуру из списка или опишите её.",
        "Нужно число не меньше 0,01.",
        "Введите число, например 72,5.",
    ]
    assert list(answer.context["head"].errors) == ["title"]
    shown = boxes_of(answer)
    assert {name: shown.get(name, "") for name in data if name != "save"} == {
        name: value for name, value in data.items() if name != "save"
    }
    assert not Methodology.objects.exists()


def test_a_problem_of_the_whole_rule_stands_at_its_row_or_above(client, admin):
    twice = create(
        client, admin, "share_below", filled("share_below", SHARE | {"procedures": [OGE, OGE]})
    )
    assert errors_of(twice) == ["Процедура «ОГЭ, математика» уже стоит выше."]
    assert twice.context["form"].tables["procedures"].forms["1"].errors

    nothing = SHARE | {"hits_last_year": None, "hits_each_year": None}
    answer = create(client, admin, "share_below", filled("share_below", nothing))
    assert errors_of(answer) == ["Нужно хотя бы одно условие: за последний год или подряд."]


def test_a_problem_of_a_row_stands_at_the_box_that_it_is_about(client, admin):
    rows = [
        {"procedure": OGE, "figure": "mean", "direction": "lower"},
        {"measure": "poor"},
        {"procedure": OGE},
        {},
    ]
    parameters = {"indicators": rows, "lowest_part": 25, "hits_for_low": 1}
    parameters["statuses"] = [{"status": "low"}]

    answer = create(client, admin, "ranking", filled("ranking", parameters))

    forms = answer.context["form"].tables["indicators"].forms.values()
    boxes = [["direction"], ["direction"], ["figure"], ["measure"]]
    assert [list(form.errors) for form in forms] == boxes
    assert "Укажите, что для показателя лучше." in errors_of(answer)


def test_a_row_that_is_filled_in_one_of_two_ways_says_so_at_its_boxes(client, admin):
    said = page(client, admin, "/identification/methodologies/new/?method=ranking")

    for words in (
        *("Показатель или процедура", "Процедура или показатель"),
        *("Что сравнивается для процедуры", "Лучше для показателя"),
    ):
        assert words in said


def test_a_new_rule_of_shares_is_told_as_soon_as_it_has_a_procedure(client, admin):
    client.force_login(admin)
    new = boxes_of(client.get("/identification/methodologies/new/?method=share_below"))
    assert new["p-statuses-0-status"] == "low"

    answer = create(
        client,
        admin,
        "share_below",
        new | {"show": "1", "p-procedures-0-value": "OGE|9||Математика"},
    )

    assert errors_of(answer) == []
    assert "Статус «низкие результаты» получает школа" in words_of(answer.content.decode())


def test_a_button_adds_a_row_and_another_takes_it_away(client, admin):
    data = filled("share_below", SHARE | {"threshold": "много"}, title="Моя")
    data.pop("save")

    more = create(client, admin, "share_below", data | {"add": "procedures"})
    shown = boxes_of(more)
    assert shown["p-procedures-row"] == ["0", "1", "2"]
    assert (shown["p-threshold"], shown["title"]) == ("много", "Моя")
    assert errors_of(more) == []

    less = create(client, admin, "share_below", shown | {"remove": "procedures-0"})
    shown = boxes_of(less)
    assert shown["p-procedures-row"] == ["1", "2"]
    assert shown["p-procedures-1-value"] == "OGE|9||Математика"
    assert not Methodology.objects.exists()


def test_the_last_row_may_be_taken_away_but_not_saved_so(client, admin):
    data = filled("share_below", SHARE | {"procedures": []})

    answer = create(client, admin, "share_below", data)

    assert errors_of(answer) == ["Нужна хотя бы одна строка: процедура."]


def test_the_rule_is_told_before_it_is_saved(client, admin):
    data = filled("share_below", SHARE) | {"show": "1"}
    data.pop("save")

    said = words_of(create(client, admin, "share_below", data).content.decode())

    assert "Статус «зона риска» получает школа, у которой низкие результаты не менее чем по" in said
    assert "не менее 29,5 % всех участников" in said
    assert not Methodology.objects.exists()


def test_a_procedure_may_be_of_every_grade_or_a_new_one(client, admin, municipality):
    make_sitting(subject="Математика")
    data = filled("share_below", SHARE | {"procedures": [RUSSIAN, RUSSIAN]})
    data |= {"p-procedures-0-value": "VPR|||Математика"}
    data |= {
        "p-procedures-1-value_kind": "KDR",
        "p-procedures-1-value_grade": "6",
        "p-procedures-1-value_subject": " математика",
    }

    client.force_login(admin)
    offered = client.get("/identification/methodologies/new/?method=share_below").content.decode()
    create(client, admin, "share_below", data)

    assert "ВПР всех классов, математика" in offered
    assert Methodology.objects.get().parameters["procedures"] == [
        {"kind": "VPR", "grade": None, "subject": "Математика", "variant": None},
        {"kind": "KDR", "grade": 6, "subject": "Математика", "variant": None},
    ]


def test_what_another_region_holds_is_not_offered(client, admin, municipality, abroad):
    sitting = make_sitting(subject=f"Родной язык {THEIRS}")
    sitting.region = abroad.region
    sitting.save()
    client.force_login(admin)

    offered = client.get("/identification/methodologies/new/?method=share_below")

    assert THEIRS not in offered.content.decode()


def test_measures_are_chosen_by_their_titles(client, admin):
    Measure.objects.create(code="absences", title="Пропуски без причины")

    client.force_login(admin)
    answer = client.get("/identification/methodologies/new/?method=against_average")

    assert '<option value="absences">Пропуски без причины</option>' in answer.content.decode()


def test_a_document_is_chosen_or_written_on_the_spot(client, admin, municipality, abroad):
    order = make_document(municipality=municipality, number="546", dated_on=AT.date())
    foreign = make_document(municipality=abroad, number="7", title=THEIRS)

    assert created(client, admin, "share_below", SHARE, document=order.pk).document == order
    new = {"new_number": "12-од", "new_date": "2026-08-01", "new_title": "О методике"}
    written = created(client, admin, "share_below", SHARE, **new).document
    assert (written.municipality, written.reference) == (
        municipality,
        "приказ от 01.08.2026 №\xa012-од",
    )

    papers = Document.objects.count()
    for wrong in (
        {"document": foreign.pk},
        {"new_number": "13-од"},
        {"document": order.pk} | new,
        new,  # it is there by now
    ):
        data = filled("share_below", SHARE, **wrong)
        assert create(client, admin, "share_below", data).status_code == 200
    assert (Methodology.objects.count(), Document.objects.count()) == (2, papers)


def test_a_methodology_that_no_run_has_used_is_changed_in_place(client, admin, methodology):
    client.force_login(admin)
    boxes = boxes_of(client.get(edit_url(methodology))) | {"save": "1", "p-threshold": "25"}

    client.post(edit_url(methodology), boxes)

    now = Methodology.objects.get()
    assert (now.pk, now.version, now.parameters["threshold"]) == (methodology.pk, 1, 25)


def test_a_used_one_stays_and_the_change_is_the_next_version(client, admin, methodology):
    Methodology.objects.update(frozen_at=AT)
    client.force_login(admin)
    boxes = boxes_of(client.get(edit_url(methodology)))
    boxes |= {"save": "1", "p-threshold": "25", "p-procedures-row": ["0"], "title": "Доля 25"}

    sent = client.post(edit_url(methodology), boxes)

    old, new = Methodology.objects.order_by("version")
    assert (old.pk, old.parameters, old.edited_at) == (methodology.pk, SHARE, None)
    assert (new.version, new.slug, new.frozen_at) == (2, old.slug, None)
    assert new.parameters == SHARE | {"threshold": 25, "procedures": [RUSSIAN]}
    assert sent.url == new.get_absolute_url()
    said = page(client, admin, new.get_absolute_url())
    assert "Название: было «Доля», стало «Доля 25»." in said
    assert "«Порог, % участников»: было 29,5, стало 25." in said
    assert "«Процедуры»: убрано «ОГЭ, математика»." in said
    assert "Это прежняя редакция. Действует редакция 2" in page(
        client, admin, old.get_absolute_url()
    )


def test_a_used_one_that_is_saved_unchanged_makes_no_version(client, admin, methodology):
    Methodology.objects.update(frozen_at=AT)
    client.force_login(admin)
    boxes = boxes_of(client.get(edit_url(methodology))) | {"save": "1"}

    client.post(edit_url(methodology), boxes)

    assert Methodology.objects.get().edited_at is None
    assert "Ничего не изменилось" in page(client, admin, methodology.get_absolute_url())


def test_who_opened_an_older_version_edits_the_newest(client, admin, municipality, methodology):
    make_methodology(
        municipality, slug=methodology.slug, version=2, method="share_below", parameters=SHARE
    )

    client.force_login(admin)

    assert client.get(edit_url(methodology)).context["methodology"].version == 2


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(
    client, admin, municipality, methodology
):
    client.force_login(admin)
    seen = boxes_of(client.get(edit_url(methodology))) | {"save": "1"}
    client.post(edit_url(methodology), seen | {"p-threshold": "25"})

    refused = client.post(edit_url(methodology), seen | {"p-threshold": "40"})

    assert "Пока вы вводили, методику изменил другой человек" in refused.content.decode()
    shown = boxes_of(refused)
    assert shown["p-threshold"] == "40"
    assert Methodology.objects.get().parameters["threshold"] == 25
    client.post(edit_url(methodology), shown | {"save": "1"})
    assert Methodology.objects.get().parameters["threshold"] == 40


@pytest.mark.parametrize("role", ["COORDINATOR", "HEAD"])
def test_those_who_only_read_are_offered_no_change(role, client, municipality, methodology):
    reader = make_user(role, municipality)

    said = page(client, reader, methodology.get_absolute_url())

    assert "Изменить" not in said
    assert status(client, reader, edit_url(methodology)) == 404


def test_the_list_tells_of_each_methodology_its_newest_version_and_its_runs(
    client, head, municipality, methodology, abroad
):
    make_methodology(abroad, title=THEIRS)
    make_methodology(
        municipality,
        slug=methodology.slug,
        version=2,
        title="Доля, редакция августа",
        method="share_below",
        parameters=SHARE,
    )

    said = page(client, head, "/identification/methodologies/")

    told = "Доля, редакция августа доля не достигших минимума не указан 2 ещё не использована 0"
    assert f"{told} не было" in said
    assert THEIRS not in said


@pytest.mark.parametrize("number", [1, 3])
def test_three_methodologies_take_as_many_queries_as_one(
    number, client, head, municipality, django_assert_num_queries
):
    for _ in range(number):
        make_methodology(municipality)
    client.force_login(head)

    with django_assert_num_queries(8):
        client.get("/identification/methodologies/")
