"""Letters made of a run, and made anew: what people wrote stays, the rest follows the figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from identification.methods.signs import Signs
from identification.models import Run
from reports.models import Letter, Recommendation, RecommendationEntry
from reports.noting.composing import local_day
from reports.rules import Case, recommend
from reports.services import refuse_unfinished
from schools.errors import PortalError
from schools.models import Municipality, User

from .effects import judge_effects
from .facts import facts_of, fingerprint, with_past
from .objections import keys_of, objected_lines
from .wording import IN_LETTER, RESERVE, rows_of

Action, State = RecommendationEntry.Action, Recommendation.State
MOST = 7  # recommendations in a letter
GONE = "По новым данным основания для неё больше нет."
SENT = "Письмо уже отправлено школе, оно не\xa0меняется. Обновите страницу."
ASKS_ONLY = "По этой методике школы получают вопросы о признаках, а не рекомендации."


@dataclass
class Made:
    """What a school would be told now: the fields of its letter, and of its recommendations."""

    fields: dict
    rows: list[dict]


@dataclass
class Renewal:
    """What making a letter anew changes. `kept`: the wording of a person stands, figures move."""

    new: list[dict] = field(default_factory=list)
    changed: list[tuple[Recommendation, dict]] = field(default_factory=list)
    kept: list[tuple[Recommendation, dict]] = field(default_factory=list)
    gone: list[Recommendation] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return len(self.changed) + len(self.kept)

    def __bool__(self):
        return bool(self.new or self.changed or self.kept or self.gone)


@dataclass(frozen=True)
class Outcome:
    made: int = 0
    renewed: int = 0
    sent: int = 0  # left alone: what is sent stays


def make_letters(run: Run, *, by: User | None, at: datetime) -> Outcome:
    """Of every school, also of one that is asked for nothing. Done twice, it is done once."""
    refuse_unfinished(run)
    if run.snapshot["method"] == Signs.name:
        raise PortalError(ASKS_ONLY)
    facts = facts_of(run, on=local_day(run.municipality, at))
    judge_effects(run, facts)
    facts = with_past(facts, run)
    told = made_of(run, facts)
    with transaction.atomic():
        # two may press the button at once: the second finds the letters of the first
        Municipality.objects.select_for_update().get(pk=run.municipality_id)
        locked = letters_of(run).select_for_update(of=["self"])
        letters = {one.school_id: one for one in locked}
        fields = {"run": run, "academic_year": run.academic_year, "made_by": by, "made_at": at}
        fresh = Letter.objects.bulk_create(
            Letter(school_id=school, **fields | one.fields)
            for school, one in told.items()
            if school not in letters
        )
        earlier = _of_last_year(run)
        _create(fresh, told, earlier=earlier)
        opened = [one for one in letters.values() if one.is_open and one.school_id in told]
        renewed = [
            renew(one, told[one.school_id], earlier=earlier[one.school_id], by=by, at=at)
            for one in opened
        ]
    return Outcome(len(fresh), sum(renewed), sum(one.is_given for one in letters.values()))


def made_of(run: Run, facts, school_id: int | None = None) -> dict[int, Made]:
    """School → what it would be told; of one school where only that is asked."""
    waiting, trace = objected_lines(run), fingerprint(facts)
    schools = facts.school_rows if school_id is None else [school_id]
    made = {}
    for school in schools:
        answers = recommend(Case.of(facts, school), objected=waiting[school])
        letter, rows = rows_of(answers)
        fields = {name: getattr(letter, name) for name in ("notes", "closing", "nothing")}
        made[school] = Made(fields | {"fingerprint": trace}, rows)
    return made


def renew_letter(letter: Letter, *, by: User | None, at: datetime) -> bool:
    """One letter made anew; the others stay as they are."""
    if not letter.is_open:
        raise PortalError(SENT)
    facts = facts_of(letter.run, on=local_day(letter.run.municipality, at))
    told = made_of(letter.run, facts, letter.school_id)
    earlier = _of_last_year(letter.run)[letter.school_id]
    with transaction.atomic():
        letters = letters_of(letter.run).select_for_update(of=["self"])
        own = letters.get(pk=letter.pk)
        return renew(own, told[letter.school_id], earlier=earlier, by=by, at=at)


def letters_of(run: Run):
    return run.letters.prefetch_related("recommendations__entries")


def renewal_of(letter: Letter, told: Made) -> Renewal:
    """`letter`: with its recommendations and their entries."""
    stored = {one.key: one for one in letter.recommendations.all() if one.key}
    found = Renewal()
    for row in told.rows:
        one = stored.pop(row["key"], None)
        if one is None:
            found.new.append(row)
        elif differences := _differences(one, row):
            by_hand = one.edited_text or one.is_due_by_hand
            (found.kept if by_hand else found.changed).append((one, differences))
    found.gone = [one for one in stored.values() if one.state != State.REJECTED]
    return found


def renew(
    letter: Letter,
    told: Made,
    *,
    earlier: list[Recommendation],
    by: User | None,
    at: datetime,
) -> bool:
    """Whether anything has changed. A letter that was looked through is then a draft again.

    `earlier`: what its school was recommended the year before.
    """
    found = renewal_of(letter, told)
    if not found and all(getattr(letter, name) == told.fields[name] for name in told.fields):
        return False
    fields = told.fields | {"made_at": at, "made_by": by}
    has_news = bool(found) or letter.notes != told.fields["notes"]
    if has_news:
        fields |= {"state": Letter.State.DRAFT, "ready_at": None, "ready_by": None}
    # sent meanwhile, it stays as it was sent
    if not Letter.objects.filter(pk=letter.pk, state__in=Letter.OPEN).update(**fields):
        return False
    for one, row in (*found.changed, *found.kept):
        for name, value in row.items():
            setattr(one, name, value)
        one.save(update_fields=list(row))
    _drop(found.gone, at=at)
    free = MOST - letter.recommendations.in_letter().count()
    for row in found.new:
        place = row["place"] if free > 0 else RESERVE
        free -= place == IN_LETTER
        Recommendation.objects.create(
            letter=letter, previous=_same(earlier, row), **row | {"place": place}
        )
    return has_news


def _differences(one: Recommendation, row: dict) -> dict:
    """Where somebody has put it, or what a person has decided of it, is no matter of figures."""
    moved = any(entry.action in (Action.MOVED, Action.REJECTED) for entry in one.entries.all())
    fields = {name: value for name, value in row.items() if name != "place" or not moved}
    stored = Recommendation(**fields | {"letter": one.letter})
    return {
        name: value
        for name, value in fields.items()
        if _plain(getattr(stored, name)) != _plain(getattr(one, name))
    }


def _plain(value):
    """As the database gives it back: in JSON a tuple is a list and a decimal a text."""
    if not isinstance(value, dict | list | tuple):
        return value
    encoder = Recommendation._meta.get_field("values").encoder
    return encoder(ensure_ascii=False, sort_keys=True).encode(value)


def _drop(gone: list[Recommendation], *, at: datetime) -> None:
    """What nobody touched goes without a trace; what somebody worked on is told to be gone."""
    for one in gone:
        if not one.entries.all():
            one.delete()
            continue
        Recommendation.objects.filter(pk=one.pk).update(state=State.REJECTED)
        RecommendationEntry.objects.create(
            recommendation=one, action=Action.WITHDRAWN, text=GONE, by=None, at=at
        )


def _create(letters: list[Letter], told: dict[int, Made], *, earlier: dict) -> None:
    Recommendation.objects.bulk_create(
        Recommendation(letter=letter, previous=_same(earlier[letter.school_id], row), **row)
        for letter in letters
        for row in told[letter.school_id].rows
    )


def _of_last_year(run: Run) -> dict[int, list[Recommendation]]:
    rows = Recommendation.objects.filter(
        letter__in=Letter.objects.given(),
        letter__academic_year=run.academic_year - 1,
        letter__school__municipality=run.municipality_id,
        place=IN_LETTER,
    ).exclude(rule="")
    found = defaultdict(list)
    for one in rows.select_related("letter").order_by("-pk"):
        found[one.letter.school_id].append(one)
    return found


def _same(earlier: list[Recommendation], row: dict) -> Recommendation | None:
    """The recommendation of the year before that said this: of the same line, else of its rule."""
    alike = [one for one in earlier if one.rule == row["rule"]]
    lines = keys_of(row["lines"])
    exact = [one for one in alike if keys_of(one.lines) & lines]
    return next(iter(exact or ([] if lines else alike)), None)
