"""Who may do what at the addresses of publication and of archives. See policy.py."""

from tests.access.policy import ALL, MUNICIPAL, WRITERS, Rule, about

PUBLISHERS = WRITERS | {"head"}
PLACE = {"municipality": "page"}
PAPER = PLACE | {"year": "year", "paper": "address"}
WHY = {"because": "Ошибка в файле"}


def everybody(**args) -> list[Rule]:
    """Read without signing in; the name of the municipality is no secret."""
    return [Rule(get=ALL, args=args, is_open=True, tells=("municipality",))]


PUBLISHING = {
    "public:robots": [Rule(get=ALL, is_open=True)],
    "public:index": [Rule(get=ALL, is_open=True, is_common=True, tells=("municipality",))],
    "public:municipality": everybody(**PLACE),
    "public:feed": everybody(**PLACE),
    "public:year": everybody(**PLACE, year="year"),
    "public:paper": everybody(**PAPER),
    "public:file": everybody(**PAPER, ending="ending"),
    "reports:publishing": [Rule(get=PUBLISHERS, is_of_place=True)],
    "reports:publishing-preview": [Rule(get=PUBLISHERS, is_of_place=True)],
    "reports:publishing-switch": [
        Rule(post=PUBLISHERS, data={"is_public": "on"}, is_of_place=True)
    ],
    "reports:publish": [about("publishable", get=PUBLISHERS, post=PUBLISHERS)],
    "reports:withdraw": [about("publication", get=PUBLISHERS, post=PUBLISHERS, data=WHY)],
    "reports:batches": [Rule(get=MUNICIPAL)],
    "reports:batch": [about("papers", get=MUNICIPAL), about("archive", get=PUBLISHERS)],
    "reports:batch-archive": [about("papers", get=MUNICIPAL), about("archive", get=PUBLISHERS)],
    "reports:batch-of-run": [Rule(args={"run": "run"}, post=MUNICIPAL)],
    "reports:batch-of-passports": [Rule(post=MUNICIPAL, is_of_place=True)],
    "reports:batch-of-region": [about("region", post={"region_operator", "superuser"})],
    "reports:batch-cancel": [about("going_papers", post=PUBLISHERS)],
    "reports:batch-retry": [about("failed_papers", post=PUBLISHERS)],
}
