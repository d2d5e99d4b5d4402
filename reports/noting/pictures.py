"""Charts and formulas of a paper as pictures: PDF by WeasyPrint, then pixels."""

import io
import re

import pypdfium2
from PIL import Image, ImageChops

from reports.pdf import pdf_of_html

DOTS = 200  # to an inch
POINTS = 72
MARGIN = 8  # pixels left around what is drawn
PAGE = (
    '<html lang="ru"><title>Рисунок</title><link rel="stylesheet" href="static:css/print.css">'
    # a little more than the line: letters at the edge of a drawing may stick out
    "<style>@page {{ size: 185mm 285mm; margin: 0 10mm }}"
    "figure, .formula {{ margin: 0 }} figcaption {{ display: none }}</style><body>{}"
)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
MILLIMETRES = 185


def png_of(html: str) -> tuple[bytes, float]:
    """The picture, and how many millimetres it is wide on the page."""
    document = pypdfium2.PdfDocument(pdf_of_html(PAGE.format(html)))
    try:
        image = document[0].render(scale=DOTS / POINTS).to_pil().convert("RGB")
    finally:
        document.close()
    whole = image.width
    drawn = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    if drawn:
        left, top, right, bottom = drawn
        box = (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, image.width),
            min(bottom + MARGIN, image.height),
        )
        image = image.crop(box)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(DOTS, DOTS))
    return file.getvalue(), MILLIMETRES * image.width / whole


def alt_of(html: str) -> str:
    """What a reader who does not see it is told: the title of the drawing."""
    match = TITLE.search(html)
    return match[1] if match else ""
