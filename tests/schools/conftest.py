import pytest

from schools.models import School
from tests.factories import make_cluster, make_school


@pytest.fixture
def district(municipality):
    """Two clusters whose order is not that of their names; numbers that are not in order."""
    make_cluster(municipality, "сельские школы", order=2)
    make_cluster(municipality, "городские школы", order=1)
    for name, cluster in [
        ("СОШ 11", "сельские школы"),
        ("СОШ 2", "сельские школы"),
        ("СОШ 41", "городские школы"),
        ("СОШ 1", "городские школы"),
    ]:
        make_school(municipality=municipality, short_name=name, cluster=cluster)
    head = School.objects.get(short_name="СОШ 2")
    make_school(parent=head, short_name="Степановская НОШ", kind="primary")
    return municipality
