"""What PDF needs of the system: the fonts of our packages, and libraries where we unpacked them.

Done when the settings are read, so that every command prints the same, however it was started.
"""

import ctypes
import os
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = ["fontpkg_pt_sans", "fontpkg_pt_serif"]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<match target="pattern">
<edit name="family" mode="append_last"><string>PT Sans</string></edit>
</match>
</fontconfig>
"""


def use_own_fonts(folder: Path) -> None:
    """Fonts of packages are unknown to the system: without this PT Sans comes out as another font,
    and where there is no font at all Pango crashes.
    """
    folders = (escape(str(files(package) / "files")) for package in FONTS)
    text = FONTS_CONF.format(
        folders="\n".join(f"<dir>{path}</dir>" for path in folders),
        cache=escape(str(folder / "fontconfig")),
    )
    conf = folder / "fonts.conf"
    if not conf.exists() or conf.read_text("utf-8") != text:
        # in one step, since web, worker and beat start together
        draft = conf.with_suffix(f".{os.getpid()}")
        draft.write_text(text, "utf-8")
        draft.replace(conf)
    os.environ.setdefault("FONTCONFIG_FILE", str(conf))


def load_libraries(root: Path) -> None:
    """A library that is loaded already is found by its name, so nobody needs LD_LIBRARY_PATH."""
    waiting = sorted(root.glob("usr/lib/*/lib*.so.*"))
    while waiting:
        # each pass loads those whose own needs are loaded
        failed = [path for path in waiting if not _loads(path)]
        if len(failed) == len(waiting):
            return
        waiting = failed


def _loads(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True
