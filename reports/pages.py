"""Steps of the cycle: what is said of their state, and which pages belong to each."""

STATES = {"under-way": "идёт", "ahead": "впереди"}
# what there is, not that nothing is left to do: results may still be missing
THERE = {
    "Цели": "программа действует",
    "Сбор данных": "результаты учтены в идентификации",
    "Идентификация": "проведена",
    "Анализ": "справка готова",
    "Рекомендации": "письма отправлены",
}
# the pages of programmes and those of their indicators
GOALS = ("roadmap:programme-create", "roadmap:programme-frame")
INDICATORS = tuple(
    f"roadmap:{name}"
    for name in ("programme", "indicator", "indicator-create", "indicator-edit", "value")
) + tuple(f"roadmap:{name}" for name in ("value-enter", "matrix", "years", "school-indicators"))
# the pages of notes and of archives of papers
NOTES = tuple(
    f"reports:{name}"
    for name in ("note", "note-choose", "note-new", "note-section", "note-section-compare")
) + tuple(f"reports:{name}" for name in ("batches", "batch"))
PUBLISHING = ("reports:publish", "reports:withdraw")
# the pages of letters to schools
ADVICE = tuple(
    f"reports:{name}"
    for name in ("recommendation", "recommendations-before", "letter", "letter-add")
) + tuple(f"reports:{name}" for name in ("letter-changes", "school-recommendations"))
# the pages of tasks
MEASURES = tuple(
    f"roadmap:{name}"
    for name in ("tasks", "task-list", "task", "task-new", "task-edit", "calendar", "feed")
)
