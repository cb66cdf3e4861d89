"""What makes a Word file or a workbook unfit: told from its directory and the beginning of its parts, before any reader sees it.

Plain Python for the children. What stays in it unopened (links to other books on a disk, embedded objects, fields) nobody here runs or follows.
"""

import re
import stat
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from pyexpat import ExpatError, ParserCreate
from typing import Any
from urllib.parse import unquote

MOST_PARTS = 5000
MOST_BYTES = 1024**3
MOST_RATIO, UNLIKELY_BYTES = 200, 64 * 1024**2
PROLOG_BYTES = 64 * 1024
MOST_LISTED_BYTES = 4 * 1024**2
RUNS = ("vbaproject.bin", "/macrosheets/", "/activex/", "/dialogsheets/")
# What may stand outside the file: a link that somebody must follow; and, on a disk, the template, a picture, the other book of a formula.
FOLLOWED_BY_HAND = "hyperlink"
ON_DISK = {
    "attachedTemplate",
    "image",
    "externalLinkPath",
    "xlPathMissing",
    "xlExternalLinkPath",
    "xlStartup",
    "xlAlternateStartup",
    "xlLibrary",
}
DISK = re.compile(r"file:(///|/)?[^/].*|[a-z]:.*|/?[^/:][^:]*")
NONE = "文件不是 .docx 或 .xlsx，或没有传完整。请用原软件（旧版 .doc、.xls 选新格式）另存后再上传。"
BROKEN = "文件打不开，可能已损坏。请用原软件打开、另存后再上传。"
MACROS = "文件带有宏或控件。请另存为不带宏的 .docx 或 .xlsx 后再上传。"
DECLARES = "文件里有文档类型声明（DTD），正常的 Word、Excel 文件没有。请用原软件打开、另存后再上传。"
FOLLOWS = "文件会自动引用外部的模板或对象。请在原软件里断开引用、另存后再上传。"
BOMB = "文件压缩比异常，没有解开。请用原软件打开、另存后再上传。"


class _Begun(Exception):
    """The first element: all that comes before it was in order."""


class _Declares(Exception):
    """A document type declaration."""


def unfit_office(path: Path | str) -> str:
    """One Chinese sentence about what is wrong with the file; '' when its readers may see it."""
    if not zipfile.is_zipfile(path):
        return NONE
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            return unfit_directory(infos) or _unfit_sizes(infos) or _unfit_parts(archive, infos)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, ExpatError):
        return BROKEN


def unfit_directory(infos: list[zipfile.ZipInfo], what: str = "文件") -> str:
    """Of any zip: a password, a path that leads out of it, a link, a name that comes twice."""
    if any(info.flag_bits & 1 for info in infos):
        return f"{what}设了密码。请去掉密码、另存后再上传。" if what == "文件" else f"{what}设了密码。请去掉密码、重新压缩后再上传。"
    names = [info.filename.replace("\\", "/") for info in infos]
    if outside := [n for n in names if n.startswith("/") or ".." in PurePosixPath(n).parts or n[1:2] == ":"]:
        return f"{what}里有指向包外的路径“{outside[0][:100]}”，没有打开。请重新另存或压缩后再上传。"
    if links := [info.filename for info in infos if stat.S_ISLNK(info.external_attr >> 16)]:
        return f"{what}里有链接“{links[0][:100]}”，没有打开。请换成文件本身，重新另存或压缩后再上传。"
    twice = [name for name, count in Counter(name.lower() for name in names).items() if count > 1]
    return f"{what}里有两份“{twice[0][:100]}”，分不清以哪份为准。请重新另存或压缩后再上传。" if twice else ""


def _unfit_sizes(infos: list[zipfile.ZipInfo]) -> str:
    if len(infos) > MOST_PARTS:
        return f"文件里有{len(infos)}个部件，超过{MOST_PARTS}个。请用原软件打开、另存后再上传。"
    for info in infos:
        lies = info.compress_size > info.file_size + info.file_size // 100 + 1024
        if lies or (info.file_size > UNLIKELY_BYTES and info.file_size > MOST_RATIO * max(info.compress_size, 1)):
            return BOMB
    return BOMB if sum(info.file_size for info in infos) > MOST_BYTES else ""


def _unfit_parts(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> str:
    if any(word in f"/{info.filename}".lower() for info in infos for word in RUNS):
        return MACROS
    for info in infos:
        name = info.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        if name == "[content_types].xml" and b"macroEnabled" in _listed(archive, info):
            return MACROS
        if name.startswith("xl/externallinks/") and b"ddeLink" in _listed(archive, info):
            return FOLLOWS
        try:
            if name.endswith(".rels") and _fetches(_listed(archive, info)):
                return FOLLOWS
            _check_prolog(archive, info)
        except _Declares:
            return DECLARES
    return ""


def _listed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part that only lists others, whole."""
    with archive.open(info) as part:
        body = part.read(MOST_LISTED_BYTES + 1)
    if len(body) > MOST_LISTED_BYTES:
        raise ValueError("a list of this size lists nothing")
    return body


def _check_prolog(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read up to the first element; an entity cannot be declared after it. Raises _Declares, ExpatError or ValueError."""
    parser = _parser()
    parser.StartElementHandler = _begun
    with archive.open(info) as part:
        for at in range(0, PROLOG_BYTES, 4096):
            block = part.read(4096)
            if not block and not at:
                return  # an empty part declares nothing
            try:
                parser.Parse(block, not block)
            except _Begun:
                return
    raise ValueError("a beginning of this size begins nothing")


def _fetches(body: bytes) -> bool:
    """Whether a part of relationships names something that opening the file would fetch from elsewhere."""
    found: list[str] = []

    def seen(tag: str, told: dict[str, Any]) -> None:
        kind, target = told.get("Type", "").rpartition("/")[2], _plain(told.get("Target", ""))
        is_outside = told.get("TargetMode", "").lower() == "external" or ":" in target or target.startswith("//")
        if is_outside and kind != FOLLOWED_BY_HAND and not (kind in ON_DISK and DISK.fullmatch(target)):
            found.append(target)

    parser = _parser()
    parser.StartElementHandler = seen
    parser.Parse(body, True)
    return bool(found)


def _plain(target: str) -> str:
    """A target as the program that opens the file would come to read it, however often its signs are written as %5C."""
    for _ in range(3):
        target = unquote(target)
    return "".join(target.split()).replace("\\", "/").lower()


def _parser() -> Any:
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _declares
    return parser


def _begun(*_: object) -> None:
    raise _Begun


def _declares(*_: object) -> None:
    raise _Declares
