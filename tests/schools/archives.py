"""Files that are archives, made or changed part by part."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

ODS = """
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>
<office:spreadsheet><table:table table:name="A">
<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value="1"
  office:value-type="float" table:number-columns-repeated="{columns}"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def make_archive(parts) -> io.BytesIO:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def parts_of(file) -> dict[str, bytes]:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(file, name, change) -> io.BytesIO:
    """The same archive with one part put through `change`."""
    parts = parts_of(file)
    return make_archive(parts | {name: change(parts[name])})


def make_ods(rows, columns, *, mimetype="spreadsheet") -> io.BytesIO:
    """A file of 1 KB that says one cell so many times."""
    return make_archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mimetype}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": ODS.format(rows=rows, columns=columns),
        }
    )
