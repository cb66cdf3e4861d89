"""Edits a default template as an official would in Word, or as somebody with worse in mind would in a zip."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx

from greenlist.papers.stationery.fields import stationery
from greenlist.papers.word import saved


def edited(kind, edit):
    """The default template of a kind after `edit(document)`."""
    document = docx.Document(io.BytesIO(stationery()[kind].default))
    edit(document)
    return saved(document)


def replaced(kind, old, new, *, table=None):
    """The default template with `old` replaced by `new` in the first paragraph that holds it, of table number `table` if given."""

    def edit(document):
        places = [p for t in document.tables[slice(table, table + 1) if table is not None else slice(None)] for row in t.rows
                  for cell in row.cells for p in cell.paragraphs]  # fmt: skip
        if table is None:
            places = [*document.paragraphs, *places]
        paragraph = next(p for p in places if old in p.text)
        text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = text

    return edited(kind, edit)


def packed(kind, change=None, **added):
    """The default template with parts of the zip changed by `change(name, bytes)`, and parts added (`__` stands for a slash)."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(stationery()[kind].default)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            body = source.read(name)
            made.writestr(name, change(name, body) if change else body)
        for name, body in added.items():
            made.writestr(name, body)
    return target.getvalue()


def in_document(kind, old, new):
    """The default template with a piece of its XML replaced."""

    def change(name, body):
        return body.replace(old.encode(), new.encode(), 1) if name == "word/document.xml" else body

    return packed(kind, change)


def linked(kind, target, *, of="image"):
    """The default template with a relation to something outside, used in its first paragraph."""
    there = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def change(name, body):
        if name == "word/_rels/document.xml.rels":
            link = f'<Relationship Id="rIdX" Type="{there}/{of}" Target="{target}" TargetMode="External"/>'
            return body.replace(b"</Relationships>", link.encode() + b"</Relationships>")
        if name == "word/document.xml":
            used = f'<w:hyperlink xmlns:r="{there}" r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
            return body.replace(b"</w:p>", used.encode(), 1)
        return body

    return packed(kind, change)
