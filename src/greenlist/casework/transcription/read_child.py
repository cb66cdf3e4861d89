"""The child that opens what a county sent. `main` with WHAT and its arguments.

`table PATH NAME` prints greenlist.table/1. `archive PATH` prints the entries of a zip. `report PATH FOLDER POSITION MOST_PAGES` unpacks this
entry into FOLDER and looks at it.
"""

import json
import zipfile
from pathlib import Path

from greenlist.casework.files.names import clean_name
from greenlist.casework.files.office import unfit_directory, unfit_office

MOST_ENTRIES = 2000
MOST_BYTES = 8 * 1024**3
MOST_ENTRY_BYTES = 300 * 1024**2
MOST_RATIO = 200
SMALL = 1024**2
TEXT_PAGES, TEXT_LENGTH = 3, 6000
DROPPINGS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def main(what: str, path: str, *more: str) -> None:
    """Print what `table`, `archive` or `report` found."""
    if what == "report":
        folder, position, most_pages = more
        found = report(Path(path), Path(folder), int(position), int(most_pages))
    else:
        found = table(Path(path), *more) if what == "table" else archive(Path(path))
    print(json.dumps(found))


def table(path: Path, name: str) -> dict[str, object]:
    """The table, or {problem}."""
    from greenlist.papers.table_reader import Unreadable, read_table  # noqa: PLC0415 -- slow import: only a table needs it

    if problem := unfit_office(path):
        return {"problem": problem}
    try:
        return read_table(path, name).as_content()
    except Unreadable as problem:
        return {"problem": str(problem)}


def archive(path: Path) -> dict[str, object]:
    """{entries: [{position, name, problem}], left: [names of what a file manager dropped]}, or {problem} for the whole."""
    try:
        infos = zipfile.ZipFile(path).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return {"problem": "压缩包打不开，可能已损坏或不是 zip 格式。请用 zip 格式重新压缩后再上传。"}
    if problem := _refused(infos):
        return {"problem": problem}
    entries, left = [], []
    for position, info in enumerate(infos):
        name = name_of(info)
        if info.is_dir():
            continue
        if any(piece in name for piece in DROPPINGS):
            left.append(name)
        else:
            entries.append({"position": position, "name": clean_name(name), "problem": _unfit(info, name)})
    return {"entries": entries, "left": left}


def name_of(info: zipfile.ZipInfo) -> str:
    """The name in the archive; without the flag of UTF-8 it is UTF-8 or, from most offices, GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def report(path: Path, folder: Path, position: int, most_pages: int) -> dict[str, object]:
    """Unpack one entry and look at it: {position, size, pages, has_text, text, problem}."""
    target = folder / f"{position}.pdf"
    try:
        with zipfile.ZipFile(path) as source:
            size = _unpack(source, source.infolist()[position], target)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        return _answer(position, problem="压缩包中的这个文件已损坏，解不开。")
    if size > MOST_ENTRY_BYTES:
        return _answer(position, problem=f"解开后超过 {MOST_ENTRY_BYTES // SMALL} MB，没有读。")
    return _look(position, target, size, most_pages)


def _unpack(source: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> int:
    """Write at most one byte more than allowed, whatever the archive says of itself."""
    size = 0
    with source.open(info) as packed, target.open("wb") as plain:
        while (block := packed.read(SMALL)) and size <= MOST_ENTRY_BYTES:
            size += len(block)
            plain.write(block[: MOST_ENTRY_BYTES + 1])
    return size


def _look(position: int, target: Path, size: int, most_pages: int) -> dict[str, object]:
    import pypdfium2  # noqa: PLC0415 -- slow import: only reports need it

    from greenlist.casework.files.pdf_contents import unfit_pdf  # noqa: PLC0415 -- slow import: only reports need it

    if b"%PDF-" not in target.open("rb").read(1024):
        return _answer(position, problem="内容不是真正的 PDF 文件。请用原软件另存为 PDF。")
    try:
        document = pypdfium2.PdfDocument(str(target))
        pages = len(document)
        text = "\n".join(document[i].get_textpage().get_text_bounded() for i in range(min(pages, TEXT_PAGES)))
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return _answer(position, problem="设了打开密码。请去掉密码后另存。" if locked else "打不开，可能已损坏或没有传完整。")
    if not pages:
        return _answer(position, problem="没有一页内容。请重新导出。")
    if pages > most_pages:
        return _answer(position, problem=f"有{pages}页，超过一个文件{most_pages}页的上限。请拆成几个文件。")
    if problem := unfit_pdf(target):
        return _answer(position, problem=problem)
    has_text = len("".join(text.split())) > 20
    return {"position": position, "size": size, "pages": pages, "has_text": has_text, "text": text[:TEXT_LENGTH], "problem": ""}


def _answer(position: int, problem: str) -> dict[str, object]:
    return {"position": position, "size": 0, "pages": 0, "has_text": False, "text": "", "problem": problem}


def _refused(infos: list[zipfile.ZipInfo]) -> str:
    if len(infos) > MOST_ENTRIES:
        return f"压缩包里有{len(infos)}个文件，超过{MOST_ENTRIES}个。请分几个包上传。"
    if sum(info.file_size for info in infos) > MOST_BYTES:
        return f"压缩包解开后超过 {MOST_BYTES // 1024**3} GB。请分几个包上传。"
    return unfit_directory(infos, "压缩包")


def _unfit(info: zipfile.ZipInfo, name: str) -> str:
    if not name.lower().endswith(".pdf"):
        return "不是 PDF，没有读。"
    if not info.file_size:
        return "这是一个空文件。"
    if info.file_size > MOST_ENTRY_BYTES:
        return f"解开后超过 {MOST_ENTRY_BYTES // SMALL} MB，没有读。"
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return "压缩比异常，没有解开。"
    return ""
