"""Who may do what at the addresses of programmes, tasks and campaigns. See policy.py."""

from tests.access.policy import (
    MUNICIPAL,
    OF_BRANCH,
    about,
)

ROADMAP = {
    "roadmap:programme": [
        about("programme", get=OF_BRANCH),
        about("draft_programme", get=MUNICIPAL),
    ],
}
