import django_tables2 as tables
from django.utils.html import format_html

from schools.models import Invitation, User


class PersonTable(tables.Table):
    """People of one municipality. What else they may do elsewhere is not its affair."""

    caption = "Кто работает в портале"

    name = tables.Column("Человек", empty_values=(), order_by=("last_name", "first_name"))
    roles = tables.TemplateColumn(
        template_name="schools/_person_roles.html", verbose_name="Полномочия", orderable=False
    )
    last_login = tables.DateTimeColumn(
        verbose_name="Последний вход", format="d.m.Y, H:i", default="ещё не было"
    )
    state = tables.TemplateColumn(
        template_name="schools/_person_state.html", verbose_name="Состояние", orderable=False
    )
    password = tables.TemplateColumn(
        template_name="schools/_person_password.html",
        verbose_name="Пароль",
        orderable=False,
        attrs={"td": {"class": lambda record: "" if record.works else "op-quiet"}},
    )

    class Meta:
        model = User
        fields = ()
        empty_text = "Таких людей нет. Измените отбор."

    def render_name(self, record):
        name = f"{record.last_name} {record.first_name}".strip() or record.username
        return format_html('{}<span class="op-row-sub">{}</span>', name, record.username)


class InvitationTable(tables.Table):
    """Links that nobody has used yet."""

    caption = "Кого пригласили"

    full_name = tables.TemplateColumn(
        "{{ record.full_name }}{% if record.email %}"
        '<span class="op-row-sub">{{ record.email }}</span>{% endif %}',
        verbose_name="Кого пригласили",
    )
    role = tables.TemplateColumn(
        "{% load portal %}{{ record.get_role_display|capfirst }}"
        "{% if record.school %}, {{ record.school.short_name|school_name }}{% endif %}",
        verbose_name="Роль",
    )
    created_by = tables.Column("Кто пригласил")
    expires_at = tables.DateTimeColumn(verbose_name="Ссылка ждёт до", format="d.m.Y, H:i")
    withdraw = tables.TemplateColumn(
        template_name="schools/_invitation_withdraw.html", verbose_name="Действие"
    )

    class Meta:
        model = Invitation
        fields = ()
        orderable = False
        empty_text = "Открытых приглашений нет."
