"""A demo where there is none yet."""

import pytest
from django.core.management import CommandError, call_command

from reports.demo import services
from reports.demo.services import LOADERS, load_demo
from schools.models import Municipality


def slugs():
    return {
        municipality.slug for municipality in Municipality.objects.filter(schools__isnull=False)
    }


def test_a_load_that_was_broken_off_is_finished_by_the_next(db, monkeypatch):
    monkeypatch.setitem(services.LOADERS, "irbit", lambda staff: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_demo()
    monkeypatch.undo()
    there = slugs()

    load_demo()

    assert there == {"ilansky", "strezhevoy", "leninogorsk"}
    assert slugs() == set(LOADERS)


def test_a_demo_refuses_the_settings_of_a_real_installation(settings, db):
    settings.DEMO = False

    with pytest.raises(CommandError, match="рабочими настройками"):
        call_command("demo", "--no-serve")
    assert not Municipality.objects.exists()
