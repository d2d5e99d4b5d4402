"""Takes away every scope filter in turn and asks whether tests/test_access.py notices.

A mutant is the tree with one `.visible_to(…)`, `.editable_by(…)`, `.administered_by(…)` or one
scoping mixin removed. Prints those that live; exits 1 if any does. Takes about half a minute each;
`python benchmarks/scope_mutants.py schools/views` tries only what stands there.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("schools", "assessments", "identification", "reports")
# where a request's user decides what is seen; the definitions themselves stand in querysets.py
WHERE = re.compile(
    r"views|forms|filters|middleware|navigation|homes|collection|querysets|history|grid"
)
INNER = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
CALL = re.compile(rf"\.(?:visible_to|editable_by|administered_by|with_password_kept_by){INNER}")
MIXIN = re.compile(r"(?<=[(, ])(?:Visible|Administered)(?:To|By)UserMixin, ")


def mutants(only: str) -> Iterator[tuple[str, int, str, str]]:
    """(file, line, what is taken away, the file without it)."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            place = str(path.relative_to(ROOT))
            if not WHERE.search(place) or not place.startswith(only):
                continue
            text = path.read_text("utf-8")
            for pattern, instead in ((CALL, ".all()"), (MIXIN, "")):
                for found in pattern.finditer(text):
                    line = text.count("\n", 0, found.start()) + 1
                    mutant = text[: found.start()] + instead + text[found.end() :]
                    yield place, line, found[0], mutant


def passes(tree: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += ["tests/test_access.py", "-k", "who_sees"]
    return subprocess.run(command, cwd=tree, capture_output=True).returncode == 0


def lives(tree: Path, place: str, mutant: str) -> bool:
    path = tree / place
    original = path.read_text("utf-8")
    path.write_text(mutant, "utf-8")
    try:
        return passes(tree)
    finally:
        path.write_text(original, "utf-8")


def main() -> int:
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    alive = total = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".venv", ".git", "var", ".boot"))
        if not passes(tree):
            raise SystemExit("The test fails on the tree as it is: mend that first")
        for place, line, gone, mutant in mutants(only):
            total += 1
            if lives(tree, place, mutant):
                alive += 1
                print(f"lives: {place}:{line} without {gone.strip()}", flush=True)
    print(f"{total - alive} of {total} scope filters are missed when they are gone")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
