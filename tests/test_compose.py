"""docker-compose.yml without an engine: what a machine can check of it."""

import re
from pathlib import Path

import pytest
import yaml

from config.settings import base

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]


def test_the_services_are_those_of_the_portal_and_its_two_stores():
    assert sorted(SERVICES) == sorted([*OURS, "postgres", "redis"])


@pytest.mark.parametrize("name", OURS)
def test_ours_run_one_image_with_the_production_settings_and_no_more_rights_than_needed(name):
    service = SERVICES[name]

    assert service["image"] == SERVICES["migrate"]["image"]
    assert service["environment"]["DJANGO_SETTINGS_MODULE"] == "config.settings.prod"
    assert (service["read_only"], service["tmpfs"]) == (True, ["/tmp"])
    assert "USER opora" in SERVICES["migrate"]["build"]["dockerfile_inline"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_they_wait_for_the_migrations_and_both_stores(name):
    waits = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}

    assert waits == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


def test_every_lasting_service_is_asked_for_its_health():
    assert [name for name in SERVICES if "healthcheck" not in SERVICES[name]] == ["migrate"]


def test_one_beat_and_what_it_and_the_others_start_exists():
    programs = {name: SERVICES[name]["command"].split()[0] for name in ("web", "worker", "beat")}

    assert programs == {"web": "gunicorn", "worker": "celery", "beat": "celery"}
    assert sum("beat" in str(service.get("command")) for service in SERVICES.values()) == 1
    assert SERVICES["web"]["healthcheck"]["test"] == ["CMD", "python", "-m", "config.health"]


def test_images_are_pinned_by_a_tag():
    recipe = SERVICES["migrate"]["build"]["dockerfile_inline"]
    images = re.findall(r"^FROM (\S+)", recipe, re.MULTILINE)
    images += [service["image"] for service in SERVICES.values()]

    assert [image for image in images if not re.fullmatch(r"\w+:[\w.-]*\d[\w.-]*", image)] == [
        "opora:local"
    ] * len(OURS)


def test_no_password_stands_in_clear():
    keys = re.findall(r"^ +(\w*(?:PASSWORD|SECRET|KEY)\w*): (.+)$", TEXT, re.MULTILINE)

    assert keys
    assert [key for key, value in keys if not value.startswith("/run/secrets/")] == []
    assert re.findall(r"://\w+:\w+@", TEXT) == []
    assert COMPOSE["secrets"] == {
        name: {"file": f"secrets/{name}"} for name in ("secret_key", "database_password")
    }


def test_secrets_are_kept_out_of_git_and_of_the_image():
    git, image = (
        (ROOT / name).read_text("utf-8").split() for name in (".gitignore", ".dockerignore")
    )

    assert {"/secrets/", "/.env"} <= set(git)
    assert {"secrets", ".*"} <= set(image)


def test_data_and_messages_outlive_a_restart():
    mounted = {volume.split(":")[0] for name in SERVICES for volume in SERVICES[name]["volumes"]}

    assert mounted == set(COMPOSE["volumes"])
    assert "--appendonly yes" in SERVICES["redis"]["command"]


def test_postgresql_and_redis_are_reached_only_from_inside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_environment_names_only_what_the_settings_read():
    read = "".join(path.read_text("utf-8") for path in [*Path(base.__file__).parent.glob("*.py")])
    given = set(SERVICES["web"]["environment"]) - {"DJANGO_SETTINGS_MODULE"}

    assert [name for name in given if name.removesuffix("_FILE") not in read] == []
