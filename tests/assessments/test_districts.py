import pytest

from assessments.imports.districts import is_ours


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Иланский район", "Иланский муниципальный район"),
        ("Ирбитское МО", "Ирбитское муниципальное образование"),
        ("Стрежевой", "городской округ Стрежевой"),
        ("Стрежевой", "г. Стрежевой"),
        ("Лениногорский район", "Лениногорский муниципальный район"),
        ("Берёзовский район", "Березовский район"),
    ],
)
def test_a_district_is_known_whatever_words_stand_about_its_name(name, told):
    assert is_ours({name, ""}, told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ачинск", "Ачинский муниципальный район"),
        ("Город Ачинск", "Городской округ Канск"),
        ("Иланский район", "Канский район"),
        ("Иланский район", "Муниципальный район"),
        ("Иланский район", ""),
    ],
)
def test_a_neighbour_is_not_taken_for_us(name, told):
    assert not is_ours({name, ""}, told)
