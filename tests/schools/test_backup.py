"""backup and restore: the whole installation into a folder, and out of it into an empty one."""

import gzip
import hashlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from assessments.models import ImportBatch, Result
from assessments.tasks import carry_on
from roadmap.models import Evidence
from schools.backup.making import snapshot
from schools.backup.tables import KNOWN_FIELDS, kept_models
from schools.models import Document, School, User
from tests.access.reading import checksum
from tests.access.world import make_world
from tests.factories import (
    make_batch,
    make_document,
    make_result,
    make_school,
    make_user,
    make_workbook,
)
from tests.roadmap.making import make_file, make_task

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def run(command, folder, *args, code=0):
    """What the command prints and complains of; `--json` makes it a document."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, str(folder), *args, stdout=out, stderr=err)
        ended = 0
    except SystemExit as error:
        ended = error.code
    assert ended == code, err.getvalue()
    return json.loads(out.getvalue()) if "--json" in args else out.getvalue() + err.getvalue()


def wipe(media):
    call_command("flush", interactive=False, verbosity=0)
    for path in sorted(media.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def kept_files(media):
    """All but what goes by itself: what is being imported, and archives of papers."""
    files = (path for path in media.rglob("*") if path.is_file())
    return {
        path.name: path.read_bytes()
        for path in files
        if path.relative_to(media).parts[0] not in ("imports", "batches")
    }


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def seal(folder, manifest):
    """As somebody would who means harm and knows the format."""
    manifest.pop("sha256")
    told = json.dumps(manifest, sort_keys=True).encode()
    manifest["sha256"] = hashlib.sha256(told).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


@pytest.fixture
def copy(media, tmp_path):
    """A backup of one school, and the installation it came from is gone."""
    make_school(short_name="СОШ 7")
    (media / "evidence").mkdir()
    (media / "evidence" / "приказ.pdf").write_bytes(b"%PDF")
    run("backup", tmp_path / "copy")
    wipe(media)
    return tmp_path / "copy"


def refused(folder, *args):
    """The sentence, and that nothing was written anywhere."""
    said = run("restore", folder, *args, code=1)
    assert not School.objects.exists()
    return said


def test_the_proof_of_a_task_comes_back_with_its_file(media, tmp_path):
    task = make_task(school=make_school())
    added = make_file(task=task, by=make_user(), name="Приказ № 5.pdf")
    content, before = added.file.read(), checksum()
    added.file.close()

    run("backup", tmp_path / "copy")
    wipe(media)
    run("restore", tmp_path / "copy")

    back = Evidence.objects.get()
    with back.file.open("rb") as file:
        assert file.read() == content
    assert (checksum(), back.sha256, back.name) == (before, added.sha256, "Приказ № 5.pdf")


def test_a_backup_without_a_file_that_proves_something_is_refused(media, tmp_path):
    added = make_file(task=make_task(school=make_school()), by=make_user())
    (media / added.file.name).unlink()

    assert added.file.name in run("backup", tmp_path / "copy", code=1)


def test_what_was_kept_comes_back_as_it_was(media, tmp_path):
    world = make_world("a1")
    person = make_user()
    person.groups.add(group := Group.objects.create(name="Методисты"))
    group.permissions.set(Permission.objects.all()[:3])
    person.user_permissions.add(Permission.objects.last())
    world.school.short_name = "СОШ переименованная"
    world.school.save()
    make_document(title="Отменён", number="1")
    make_document(title="Отменяет", number="2", repeals=Document.objects.get(number="1"))
    gone = make_result(school=world.objects["closed"], no_data="not_given")
    Result.rows.filter(pk=gone.pk).update(no_data="withdrawn")
    before = checksum()
    files = kept_files(media)

    made = run("backup", tmp_path / "copy", "--json")
    wipe(media)
    restored = run("restore", tmp_path / "copy", "--json")

    assert checksum() == before
    assert kept_files(media) == files
    assert (restored.pop("equal"), restored.pop("missing"), made.pop("links")) == (True, [], [])
    assert made == restored
    assert (made["files"], made["directory"]) == (len(files), str(tmp_path / "copy"))
    person = User.objects.get(pk=person.pk)
    assert person.groups.get().permissions.count() == 3
    assert person.user_permissions.get() == Permission.objects.last()
    assert Document.objects.get(number="2").repeals.title == "Отменён"
    assert Result.rows.filter(no_data="withdrawn").exists()
    assert School.history.filter(short_name="СОШ переименованная").count() == 1


def test_a_second_backup_has_the_sums_of_the_first(copy, tmp_path):
    told = run("restore", copy)
    run("backup", tmp_path / "again")

    first, second = manifest_of(copy), manifest_of(tmp_path / "again")
    assert first["tables"] == second["tables"]
    assert first["files"] == second["files"]
    assert "1\xa0файл. Контрольные суммы совпали." in told


def test_the_next_row_gets_a_key_of_its_own(copy):
    run("restore", copy)

    assert make_school(short_name="СОШ 8").pk not in {School.objects.get(short_name="СОШ 7").pk}


def test_every_kind_of_field_is_one_that_a_backup_can_tell():
    found = {f.get_internal_type() for model in kept_models() for f in model._meta.concrete_fields}

    assert found <= KNOWN_FIELDS


def test_all_tables_but_the_sessions_are_kept(copy):
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(manifest_of(copy)["tables"]) == tables - {"django_session"}


def test_a_copy_is_read_without_the_portal(copy):
    table = manifest_of(copy)["tables"]["schools_school"]
    packed = (copy / "tables" / "schools_school.jsonl.gz").read_bytes()
    (line,) = gzip.decompress(packed).splitlines()

    assert dict(zip(table["columns"], json.loads(line), strict=True))["short_name"] == "СОШ 7"


def test_a_copy_is_nobody_else_s_to_read(copy):
    assert copy.stat().st_mode & 0o077 == 0


def test_files_on_their_way_through_are_not_kept(media, tmp_path):
    for place in ("imports/pupils", "notes/1/note.pdf.77.part", "notes/1/note.pdf"):
        (media / place).parent.mkdir(parents=True, exist_ok=True)
        (media / place).write_bytes(b"x")
    (media / "link").symlink_to("/etc/hostname")

    run("backup", tmp_path / "copy")

    assert [file["name"] for file in manifest_of(tmp_path / "copy")["files"]] == [
        "notes/1/note.pdf"
    ]


def test_links_are_not_copied_and_are_named(media, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "hidden.pdf").write_bytes(b"x")
    (media / "notes").mkdir()
    for number in range(5):
        (media / "notes" / f"{number}.pdf").symlink_to("/etc/hostname")
    (media / "old").symlink_to(tmp_path / "elsewhere")

    said = run("backup", tmp_path / "copy")
    told = run("backup", tmp_path / "again", "--json")

    names = ["old", *(f"notes/{number}.pdf" for number in range(5))]
    assert told["links"] == manifest_of(tmp_path / "copy")["links"] == names
    assert told["files"] == 0
    assert f"Ссылки портал не копирует: {', '.join(names[:5])} и ещё 1\xa0файла." in said


@pytest.fixture
def papers(municipality):
    """Names of the files that the rows of six documents tell of, of which none is there."""
    names = [f"documents/notes/{n}.pdf" for n in range(6)]
    for name in names:
        make_document(municipality=municipality, file=name)
    return names


def put(folder, names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def test_without_a_file_that_a_row_names_there_is_no_backup(papers, media, tmp_path):
    said = run("backup", tmp_path / "copy", code=1)

    assert said == (
        f"Копия была бы неполной: в папке «{media}» нет {', '.join(papers[:5])} и ещё 1\xa0файла "
        "(ссылки внутри неё не копируются). Верните файлы на место и повторите.\n"
    )
    assert list(tmp_path.iterdir()) == [media]


def test_a_folder_behind_a_link_does_not_pass_for_copied(papers, media, tmp_path):
    put(tmp_path / "disk", papers)
    (media / "documents").symlink_to(tmp_path / "disk" / "documents")

    said = run("backup", tmp_path / "copy", "--json", code=1)

    assert f"нет {', '.join(papers[:5])} и ещё" in said["error"]


def test_the_folder_of_files_may_itself_be_a_link(papers, media, settings, tmp_path):
    put(media, papers)
    settings.MEDIA_ROOT = tmp_path / "link"
    settings.MEDIA_ROOT.symlink_to(media)

    told = run("backup", tmp_path / "copy", "--json")
    inside = run("backup", media / "copy", "--json", code=1)
    wipe(media)
    run("restore", tmp_path / "copy")

    assert (told["files"], told["links"]) == (6, [])
    assert "внутри папки с файлами портала" in inside["error"]
    assert [(media / name).read_bytes() for name in papers] == [name.encode() for name in papers]


def test_what_is_dropped_while_a_copy_is_made_is_told_after_the_restore(papers, media, tmp_path):
    put(media, papers[2:])
    gone = Document.objects.filter(file__in=papers[:2])

    with after_reading("schools_document", lambda: gone.delete()):
        run("backup", tmp_path / "copy")
    wipe(media)
    told = run("restore", tmp_path / "copy", "--json")
    wipe(media)
    said = run("restore", tmp_path / "copy")

    assert told["missing"] == papers[:2]
    assert f"В копии не было файлов, которые называет база: {', '.join(papers[:2])}." in said


def test_a_file_that_was_being_read_is_asked_for_again(municipality, media, tmp_path):
    batch = make_batch(
        municipality=municipality,
        stage=ImportBatch.Stage.READING,
        state=ImportBatch.State.QUEUED,
        upload=ContentFile(make_workbook(["Школа"]).getvalue(), "ВПР.xlsx"),
    )

    run("backup", tmp_path / "copy")
    wipe(media)
    told = run("restore", tmp_path / "copy", "--json")
    carry_on(batch.pk)

    batch.refresh_from_db()
    assert (told["files"], told["missing"]) == (0, [])
    assert batch.state == ImportBatch.State.FAILED
    assert batch.error == "Файла больше нет. Загрузите его снова."


def test_a_link_in_the_folder_of_files_leads_no_restored_file_away(copy, media, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (media / "evidence").symlink_to(tmp_path / "elsewhere")

    assert "уже есть evidence" in refused(copy)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("way", ["x/../media/copy", "link/copy", "link/new/copy"])
def test_no_way_round_leads_a_copy_into_the_folder_of_files(media, tmp_path, way):
    (tmp_path / "x").mkdir()
    (tmp_path / "link").symlink_to(media)

    assert "внутри папки с файлами портала" in run("backup", tmp_path / way, code=1)
    assert list(media.iterdir()) == []


def test_a_half_written_copy_is_no_file_of_the_portal(media, tmp_path):
    put(media, [".copy-x.part/tables/schools_user.jsonl.gz", "notes/1/note.pdf"])

    run("backup", tmp_path / "copy")

    kept = [file["name"] for file in manifest_of(tmp_path / "copy")["files"]]
    assert kept == ["notes/1/note.pdf"]


def test_a_folder_in_use_is_not_written_into(media, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")

    said = run("backup", tmp_path / "mine", code=1)
    inside = run("backup", media / "copy", "--json", code=1)

    assert said == f"Папка «{tmp_path / 'mine'}» не пуста. Укажите новую или пустую папку.\n"
    assert inside["error"].startswith("Копия не может лежать внутри папки с файлами портала")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "copy").mkdir()

    run("backup", tmp_path / "copy")

    assert (tmp_path / "copy" / "manifest.json").exists()


def test_a_full_disk_leaves_nothing(media, tmp_path):
    (media / "big").write_bytes(b"x" * 3_000_000)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, usual[1]))
    try:
        said = run("backup", tmp_path / "copy", code=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert "Проверьте место на диске и права на папку." in said
    assert [path.name for path in tmp_path.iterdir() if path.name != "media"] == []


def test_a_killed_backup_is_no_backup(media, tmp_path):
    with (media / "big").open("wb") as file:
        file.truncate(4_000_000_000)  # nothing but a hole, and long to copy
    name = str(connection.settings_dict["NAME"])
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATA_DIR": str(tmp_path)}
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    else:
        (tmp_path / "db.sqlite3").symlink_to(name)
    command = [sys.executable, str(ROOT / "manage.py"), "backup", str(tmp_path / "copy")]
    started = subprocess.Popen(command, env=env)
    deadline = time.monotonic() + 60
    while not (half := list(tmp_path.glob(".copy-*.part/files/draft"))):
        assert time.monotonic() < deadline
        assert started.poll() is None
        time.sleep(0.02)
    started.send_signal(signal.SIGKILL)
    started.wait()

    assert not (tmp_path / "copy").exists()
    said = refused(half[0].parent.parent)
    assert "нет резервной копии" in said
    assert "сделайте копию заново" in said


def test_data_that_are_there_are_never_written_over(copy):
    kept = make_school(short_name="Своя")

    said = run("restore", copy, code=1)

    assert "только в пустую базу данных, а в этой уже есть" in said
    assert School.objects.get() == kept


def test_files_that_are_there_are_never_written_over(copy, media):
    (media / "mine.pdf").write_bytes(b"mine")

    assert "уже есть mine.pdf" in refused(copy)
    assert (media / "mine.pdf").read_bytes() == b"mine"


@pytest.mark.parametrize("where", ["manifest.json", "tables/schools_school.jsonl.gz", "files/*"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_copy_is_refused_whole(copy, media, where, harm):
    (path,) = copy.glob(where)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(content if harm == "flip" else content[:-1])

    said = refused(copy)

    assert "повреждена" in said or "нет файла manifest.json" in said
    assert list(media.iterdir()) == []


@pytest.mark.parametrize("name", ["../../escaped", "/tmp/escaped", "a/../../escaped", "..", ""])
def test_a_file_never_leaves_the_folder_of_files(copy, media, name):
    manifest = manifest_of(copy)
    manifest["files"][0]["name"] = name
    seal(copy, manifest)

    assert "недопустимым именем" in refused(copy)
    assert not list(media.parent.rglob("escaped*"))
    assert list(media.iterdir()) == []


@pytest.mark.parametrize("sha256", ["../../manifest.json", "/etc/hostname"])
def test_a_manifest_reads_nothing_outside_the_copy(copy, sha256):
    manifest = manifest_of(copy)
    manifest["files"][0]["sha256"] = sha256
    seal(copy, manifest)

    assert "повреждена" in refused(copy)


def test_a_copy_of_another_version_says_what_to_do(copy):
    manifest = manifest_of(copy)
    newer = manifest | {"migrations": [*manifest["migrations"], "schools.0099_later"]}
    seal(copy, newer)
    assert "более новой версией" in refused(copy)

    seal(copy, manifest | {"migrations": manifest["migrations"][1:]})
    assert "другой версией" in refused(copy)

    seal(copy, manifest | {"format": 2})
    assert "более новой версией" in refused(copy, "--json")["error"]


def test_rows_that_differ_from_the_sums_are_taken_back(copy, media):
    manifest = manifest_of(copy)
    manifest["tables"]["schools_school"]["sha256"] = "0" * 64
    seal(copy, manifest)

    assert "Суммы таблицы schools_school не совпали" in refused(copy)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_rows_that_the_database_refuses_are_taken_back(copy, media):
    path = copy / "tables" / "schools_region.jsonl.gz"
    path.write_bytes(gzip.compress(b""))
    manifest = manifest_of(copy)
    packed = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest["tables"]["schools_region"]["packed_sha256"] = packed
    seal(copy, manifest)

    assert "База данных не принимает копию" in refused(copy)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_anything_else_is_no_backup(tmp_path):
    assert "нет резервной копии" in refused(tmp_path / "nowhere")
    (tmp_path / "manifest.json").write_text("[]")
    assert "повреждена" in refused(tmp_path)


def test_sums_do_not_depend_on_the_order_of_keys(tmp_path):
    """A copy goes from SQLite to PostgreSQL, which sorts the keys of JSON in its own way."""
    result = make_result(school=make_school())
    for n, order in enumerate(({"2": 1, "a": 2}, {"a": 2, "2": 1})):
        Result.rows.filter(pk=result.pk).update(counts=order)
        run("backup", tmp_path / str(n))

    sums = [manifest_of(tmp_path / n)["tables"]["assessments_result"]["sha256"] for n in "01"]

    assert sums[0] == sums[1]


def test_what_others_write_meanwhile_is_not_half_in_it():
    make_school(short_name="До")
    with snapshot():
        before = School.objects.count()
        elsewhere(lambda: make_school(short_name="Во время"))
        during = School.objects.count()

    assert (before, during, School.objects.count()) == (1, 1, 2)


@pytest.mark.postgresql
def test_a_row_that_comes_between_two_tables_is_in_neither(media, tmp_path):
    """SQLite has one snapshot for a transaction anyway, PostgreSQL only if it is asked."""
    make_school(short_name="До")

    with after_reading("schools_municipality", lambda: make_school(short_name="Во время")):
        run("backup", tmp_path / "copy")
    assert School.objects.count() == 2
    wipe(media)
    run("restore", tmp_path / "copy")

    assert School.objects.get().short_name == "До"


@contextmanager
def after_reading(table, change):
    """`change` happens elsewhere, once, when the rows of the table have been asked for."""
    waiting = [change]

    def ask(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if waiting and f'FROM "{table}"' in sql:
            elsewhere(waiting.pop())
        return answer

    with connection.execute_wrapper(ask):
        yield
    assert not waiting


def elsewhere(change):
    """In a thread, with a connection of its own."""

    def run_and_close():
        change()
        connection.close()

    other = Thread(target=run_and_close)
    other.start()
    other.join()
