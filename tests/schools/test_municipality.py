import pytest

from schools.forms.municipality import MunicipalityForm


@pytest.fixture
def said(municipality):
    return MunicipalityForm(instance=municipality).initial


def test_the_administrator_moves_the_day_of_the_identification(client, admin, municipality, said):
    client.force_login(admin)

    answer = client.post(
        "/municipality/", said | {"august_day": 25, "time_zone": "Asia/Krasnoyarsk"}, follow=True
    )

    assert "Сведения о муниципалитете сохранены." in answer.content.decode()
    municipality.refresh_from_db()
    assert (municipality.august_day, municipality.time_zone) == (25, "Asia/Krasnoyarsk")


@pytest.mark.parametrize(
    ("field", "value"), [("august_day", 32), ("time_zone", "Asia/Nowhere"), ("name", "")]
)
def test_what_cannot_be_is_refused_at_the_field(client, admin, municipality, said, field, value):
    client.force_login(admin)

    answer = client.post("/municipality/", said | {field: value})

    assert answer.context["form"].errors.keys() == {field}
    before = getattr(municipality, field)
    municipality.refresh_from_db()
    assert getattr(municipality, field) == before


def test_zones_are_named_as_people_name_them(municipality):
    municipality.time_zone = "Asia/Barnaul"

    zones = dict(MunicipalityForm(instance=municipality).fields["time_zone"].choices)

    assert zones["Asia/Krasnoyarsk"] == "Красноярск, МСК+4"
    assert zones["Europe/Kaliningrad"] == "Калининград, МСК-1"
    assert zones["Europe/Moscow"] == "Москва, МСК"
    assert zones["Asia/Barnaul"] == "Asia/Barnaul, МСК+4"
