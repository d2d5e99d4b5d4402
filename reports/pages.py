"""Which pages belong to a step of the cycle, beside the one that it leads to."""

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
) + tuple(
    f"reports:{name}" for name in ("letter-changes", "letter-archive", "school-recommendations")
)
# the pages of tasks
MEASURES = tuple(
    f"roadmap:{name}"
    for name in ("tasks", "task-list", "task", "task-new", "task-edit", "calendar", "feed")
)
