from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils import timezone

from schools.forms.accounts import AGAIN, NEW, NOT_THE_SAME, PASSWORD_HINT
from schools.logins import login_from
from schools.models import Role, School, User
from schools.russian import school_name
from schools.services.invitations import LOGIN_TAKEN
from schools.services.people import MUNICIPAL_ROLES, SCHOOL_ROLES, reach_of

from .days import DayInput

# the region's operators are named by the superuser
ROLES = [("", "Выберите роль")] + [
    (group, [(role.value, role.label.capitalize()) for role in roles])
    for group, roles in (("В школе", SCHOOL_ROLES), ("В муниципалитете", MUNICIPAL_ROLES))
]
LOGIN = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]*\Z",
    "Логин пишется латинскими буквами; годятся цифры, точка, дефис и подчёркивание.",
)


class SchoolField(forms.ModelChoiceField):
    depends = True  # on the role

    def label_from_instance(self, school):
        return school_name(school.short_name)


class RoleForm(forms.Form):
    """A role and what it reaches, inside one municipality."""

    role = forms.ChoiceField(label="Роль", choices=ROLES)
    school = SchoolField(
        School.objects.none(),
        label="Школа",
        required=False,
        empty_label="Не указана",
        help_text="Только для ролей в школе. Директору видны и филиалы.",
    )
    ends_on = forms.DateField(
        label="Последний день",
        required=False,
        help_text="Если срок известен: на следующий день доступ закроется сам.",
        widget=DayInput(),
    )

    def __init__(self, *args, by, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        schools = School.objects.administered_by(by).filter(municipality=municipality)
        self.fields["school"].queryset = schools.open().order_by("short_name")

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Этот день уже прошёл. Укажите другой или оставьте пусто.")
        return day

    def clean(self):
        role, school = self.cleaned_data.get("role"), self.cleaned_data.get("school")
        if role in SCHOOL_ROLES and not school and "school" not in self.errors:
            self.add_error("school", f"Выберите школу: {Role(role).label} работает в школе.")
        if role in MUNICIPAL_ROLES and school:
            self.add_error(
                "school",
                f"Оставьте пусто: {Role(role).label} работает со всеми школами муниципалитета.",
            )

    def granted(self) -> dict:
        """Role, what it reaches and until when, as the services want them."""
        said = self.cleaned_data
        reach = reach_of(said["role"], self.municipality, said["school"])
        return {"role": said["role"], "ends_on": said["ends_on"]} | reach


class InviteForm(RoleForm):
    full_name = forms.CharField(
        label="Фамилия, имя, отчество",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Почта",
        required=False,
        help_text="По ней тоже можно входить.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["full_name", "email", "role", "school", "ends_on"]

    def clean_full_name(self):
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class GrantForm(RoleForm):
    """One more role for somebody who works in the portal, perhaps in another municipality."""

    login = forms.CharField(
        label="Логин",
        help_text="Его подскажет сам сотрудник: с ним он входит в портал.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["login", "role", "school", "ends_on"]

    def clean_login(self):
        known = User.objects.filter(is_active=True, is_superuser=False)
        user = known.filter(username__iexact=self.cleaned_data["login"]).first()
        if not user:
            raise forms.ValidationError(
                "Такого логина в портале нет. Уточните его или пригласите человека как нового."
            )
        return user


class NewPasswordForm(forms.Form):
    password1 = forms.CharField(
        label=NEW,
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=AGAIN,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self):
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)
        elif first:
            self._validate(first)

    def _validate(self, password):
        try:
            validate_password(password, self.person())
        except forms.ValidationError as error:
            self.add_error("password1", error)

    def person(self) -> User:
        return self.invitation.user


class ArrivalForm(NewPasswordForm):
    """Somebody new chooses a login, proposed from the name, and a password."""

    username = forms.CharField(
        label="Логин",
        min_length=3,
        max_length=50,
        help_text="С ним вы будете входить. Можно оставить предложенный.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ["username", "password1", "password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Пароль"
        self.fields["password2"].label = "Пароль ещё раз"
        self.fields["username"].initial = free_login(self.invitation.full_name)

    def clean_username(self):
        login = self.cleaned_data["username"].lower()
        LOGIN(login)
        if User.objects.filter(username__iexact=login).exists():
            raise forms.ValidationError(LOGIN_TAKEN)
        return login

    def person(self):
        return User(
            username=self.cleaned_data.get("username", ""),
            last_name=self.invitation.full_name,
            email=self.invitation.email,
        )


def free_login(full_name: str) -> str:
    """petrova.as, or petrova.as2 where that is taken."""
    login = login_from(full_name)
    known = set(User.objects.filter(username__startswith=login).values_list("username", flat=True))
    numbers = (f"{login}{n}" for n in range(2, len(known) + 3))
    return login if login not in known else next(name for name in numbers if name not in known)
