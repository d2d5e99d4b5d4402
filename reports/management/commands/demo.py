import json
import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.demo.letters import write_letters
from reports.demo.programmes import live_through_a_year
from reports.demo.publishing import publish_orders
from reports.demo.services import (
    hold_evenings,
    identify_ilansky,
    identify_irbit,
    identify_motygino,
    load_demo,
    notice_signs,
)
from schools.errors import PortalError
from schools.models import Role


class Command(BaseCommand):
    help = "Загружает демонстрационные данные и запускает портал"

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="только загрузить данные")
        parser.add_argument("--json", action="store_true", help="один документ JSON на выходе")

    def handle(self, *, no_serve, **options):
        if not settings.DEMO:
            raise CommandError(
                "Демонстрация не запускается с рабочими настройками: "
                "её учётные записи и пароли известны всем."
            )
        port = os.environ.get("PORT", "8000")
        if not no_serve:
            self.check_port(port)
        prepare()
        users = load_demo()
        try:
            identify_ilansky(at=timezone.now())
            identify_irbit(at=timezone.now())
            identify_motygino(at=timezone.now())
            hold_evenings(at=timezone.now())
            notice_signs(at=timezone.now())
            live_through_a_year(at=timezone.now())
            write_letters(at=timezone.now())
            publish_orders(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        url = f"http://127.0.0.1:{port}"
        if options["json"]:
            self.stdout.write(json.dumps({"url": url, "users": users}, ensure_ascii=False))
        else:
            self.print_people(url, users)
        if not no_serve:
            self.stdout.flush()
            os.execv(sys.executable, serving(port))

    def check_port(self, port):
        """Said before anything is loaded, and by the program that will want the port."""
        if code := os.spawnv(os.P_WAIT, sys.executable, [*serving(port), "--check"]):
            sys.exit(code)

    def print_people(self, url, users):
        self.stdout.write(f"\nПортал: {url}\n\nУчётные записи (пароль у всех один):")
        for user in users:
            where = user["school"] or user["municipality"] or "все муниципалитеты региона"
            role = Role(user["role"]).label
            self.stdout.write(f"  {user['login']:<26} {role:<26} {where}")
        self.stdout.write(f"\nПароль: {users[0]['password']}\nОстановить: Ctrl+C\n")


def serving(port: str) -> list[str]:
    return [sys.executable, "-m", "config.serving", "--port", port]


def prepare():
    """The database, the table of the cache and the static files, as they should be."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        call_command("collectstatic", verbosity=0, interactive=False)
