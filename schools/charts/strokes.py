"""What drawings are made of: strings of SVG in points. Pure; words are escaped here."""

from html import escape

INK, GREY, HAIR = "#1d2329", "#55606b", "#c3cad1"
COLOURS = {"low": "#a23b2a", "at_risk": "#9a6a12", "leader": "#2f6f4f", "none": "#55606b"}

WIDE = set("ШЩЖМЮФЫДшщжмюфы")


def width_of(words: str) -> float:
    """About as much as the words take in PT Sans of 8.5 pt: a drawing has no one to measure."""
    return sum(7.2 if c in WIDE else 5.6 if c.isupper() else 4.5 for c in words)


def fitting(words: str, room: float) -> str:
    if width_of(words) <= room:
        return words
    while words and width_of(words) > room - 6:
        words = words[:-1]
    return f"{words}…"


def colour_of(status: str) -> str:
    return COLOURS.get(status, COLOURS["none"])


def mark(status: str, x: float, y: float, r: float = 3.3) -> str:
    """Square for low, triangle for at risk, diamond for a leader, a dot for the rest."""
    shapes = {
        "low": f"M{x - r:.2f} {y - r:.2f}h{2 * r:.2f}v{2 * r:.2f}h{-2 * r:.2f}z",
        "at_risk": f"M{x:.2f} {y - r * 1.2:.2f}L{x + r * 1.2:.2f} {y + r:.2f}H{x - r * 1.2:.2f}z",
        "leader": (
            f"M{x:.2f} {y - r * 1.35:.2f}L{x + r * 1.35:.2f} {y:.2f}"
            f"L{x:.2f} {y + r * 1.35:.2f}L{x - r * 1.35:.2f} {y:.2f}z"
        ),
        "none": (
            f"M{x - r * 0.8:.2f} {y:.2f}a{r * 0.8:.2f} {r * 0.8:.2f} 0 1 0 {r * 1.6:.2f} 0"
            f"a{r * 0.8:.2f} {r * 0.8:.2f} 0 1 0 {-r * 1.6:.2f} 0z"
        ),
    }
    d = shapes.get(status, shapes["none"])
    return f'<path class="{status}" d="{d}" fill="{colour_of(status)}"/>'


def text(x, y, words, size, fill=INK, anchor="start", *, bold=False, css="") -> str:
    """`css`: the class by which a page may give it a colour of its own."""
    weight = "700" if bold else "400"
    return (
        f'<text{_named(css)} x="{x:.1f}" y="{y:.1f}" font-family="PT Sans" font-size="{size}"'
        f' font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{escape(str(words))}</text>'
    )


def line(x1, y1, x2, y2, stroke, width, dash="", *, css="") -> str:
    dash = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path{_named(css)} d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{stroke}"'
        f' stroke-width="{width}" fill="none"{dash}/>'
    )


def box(x, y, width, height, fill, *, css="") -> str:
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect{_named(css)} {box} fill="{fill}"/>'


def _named(css: str) -> str:
    return f' class="{css}"' if css else ""
