"""Tables of an order as people bring them: pasted, in a workbook, in a document."""

from io import BytesIO

import docx
from openpyxl import Workbook

HEADING = ["ПОКАЗАТЕЛИ", "ИНДИКАТОР", "2021", "2022", "2023", "2024"]
ROADMAP = [
    [
        "№ п/п",
        "Мероприятие",
        "Ключевые мероприятия",
        "",
        "",
        "",
        "Ответственный исполнитель",
        "Документ",
    ],
    ["", "", "2021", "2022", "2023", "2024", "", ""],
]


def pasted(rows) -> str:
    return "\n".join("\t".join(map(str, row)) for row in rows)


def uploaded(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def workbook(*tables, name="таблица.xlsx") -> BytesIO:
    book = Workbook()
    book.remove(book.active)
    for rows in tables:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return uploaded(file.getvalue(), name)


def document(*tables, name="приказ.docx") -> BytesIO:
    """A row that names a goal is one merged cell, as Word has it."""
    paper = docx.Document()
    for rows in tables:
        paper.add_paragraph("Приложение к приказу")
        table = paper.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = str(text)
            if len([text for text in row if text != ""]) == 1 and row[0]:
                cells[0].merge(cells[-1])
    file = BytesIO()
    paper.save(file)
    return uploaded(file.getvalue(), name)
