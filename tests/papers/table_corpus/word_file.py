"""A paper as a .docx, its tables written as raw markup so that every trouble of a Word file can be set."""

import io
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml

from tests.papers.table_corpus.paper import Cell, Grid, Paper, Row, Text, Tick

SPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "v": "urn:schemas-microsoft-com:vml",
}.items())  # fmt: skip
BY = 'w:id="7" w:author="演示科员" w:date="2024-05-10T09:00:00Z"'


def write_word(paper: Paper) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    body = document.element.body
    for item in paper.items:
        markup = _text(item) if isinstance(item, Text) else _grid(item) + "<w:p/>"
        for element in parse_xml(f"<w:all {SPACES}>{markup}</w:all>"):
            body.insert(len(body) - 1, element)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _text(item: Text) -> str:
    return f"<w:p>{_boxed(item.text) if item.is_boxed else _run(item.text)}</w:p>"


def _boxed(text: str) -> str:
    inside = f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="2000000" cy="400000"/><wp:docPr id="1" name="box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:150pt;height:30pt"><v:textbox>{inside}</v:textbox></v:shape></w:pict>'
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def _grid(grid: Grid) -> str:
    columns = max((sum(cell.span for cell in row.cells) for row in grid.rows), default=1)
    sizes = "".join('<w:gridCol w:w="1400"/>' for _ in range(columns))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{sizes}</w:tblGrid>{''.join(_row(row) for row in grid.rows)}</w:tbl>"
    )


def _row(row: Row) -> str:
    looks = "<w:hidden/>" if row.is_hidden else ""
    looks += f"<w:{row.tracked} {BY}/>" if row.tracked else ""
    return f"<w:tr><w:trPr>{looks}</w:trPr>{''.join(_cell(cell, row) for cell in row.cells)}</w:tr>"


def _cell(cell: Cell, row: Row) -> str:
    looks = '<w:tcW w:w="1400" w:type="dxa"/>' + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
    looks += {"start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>", "": ""}[cell.down]
    inside = _grid(cell.inner) + "<w:p/>" if cell.inner else f"<w:p>{_pieces(cell, row)}</w:p>"
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{inside}</w:tc>"


def _pieces(cell: Cell, row: Row) -> str:
    if cell.runs:
        return "".join(_tracked(text, how) if how else _run(text) for text, how in cell.runs)
    if row.tracked:
        return _tracked(cell.text, row.tracked) if cell.text else ""
    made = [_run(piece, row.is_hidden) if isinstance(piece, str) else _tick(piece) for piece in cell.pieces]
    return "".join(made)


def _tracked(text: str, how: str) -> str:
    tag = "delText" if how == "del" else "t"
    return f'<w:{how} {BY}><w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r></w:{how}>'


def _run(text: str, is_hidden: bool = False) -> str:
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{'<w:rPr><w:vanish/></w:rPr>' if is_hidden else ''}{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _tick(tick: Tick) -> str:
    if tick.style == "symbol":
        return f'<w:r><w:sym w:font="Wingdings 2" w:char="{"F052" if tick.on else "F0A3"}"/></w:r>'
    if tick.style == "font":
        look = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:cs="Wingdings"/></w:rPr>'
        return f"<w:r>{look}<w:t>{chr(0xFE if tick.on else 0xA8)}</w:t></w:r>"
    if tick.style == "control":
        state = f'<w14:checkbox><w14:checked w14:val="{int(tick.on)}"/></w14:checkbox>'
        return f"<w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent><w:r><w:t>{'☒' if tick.on else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
    if tick.style == "field":
        begin = (
            f'<w:ffData><w:name w:val="c"/><w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="{int(tick.on)}"/></w:checkBox></w:ffData>'
        )
        ends = '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>{ends}'
    return _run(tick.text)
