"""Checking a package: what lies in the zip, what its manifest says, whether both agree. Nothing in it is trusted; every fault is told."""

import hashlib
import json
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from greenlist.engines.ledger.canonical import canonical, digest_of
from greenlist.engines.ledger.package.lists import sums_of
from greenlist.engines.ledger.package.shape import GUIDE, LIST, MANIFEST, MOST_FAULTS, SUMS, faults_of, is_plain

MOST_ENTRIES = 5000
MOST_BYTES = 8 * 1024**3
MOST_ENTRY_BYTES = 300 * 1024**2
MOST_MANIFEST_BYTES = 16 * 1024**2
MOST_RATIO = 200
SMALL = 1024**2
PIECE = 1 << 18
LONGEST_PATH = 255
BESIDE = {MANIFEST, SUMS, GUIDE, LIST}
BROKEN = "压缩包打不开，可能没有拷贝完整，或不是 zip 格式。"
Broken = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Checked:
    """What a package is: its manifest (None when it cannot be read), the manifest's digest, and every fault in words."""

    manifest: dict[str, Any] | None = None
    digest: str = ""
    problems: list[str] = field(default_factory=list)

    def as_content(self) -> dict[str, Any]:
        """As a child prints it."""
        return {"manifest": self.manifest, "digest": self.digest, "problems": self.problems}


def check(path: Path, *, is_whole: bool = True) -> Checked:
    """Everything that can be said of a package without a database: a hostile zip is not opened further than its table of contents.

    Without `is_whole` the manifest is read and no other file: of a package that was checked before.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if problems := _of_entries(archive.infolist()):
                return Checked(problems=_shortened(problems))
            return _check_content(archive, is_whole=is_whole)
    except FileNotFoundError:
        raise
    except Broken:
        return Checked(problems=[BROKEN])


def unpack(path: Path, folder: Path, told: Callable[[int, int], None]) -> None:
    """Write each file of the manifest into `folder` under its digest, `told(done, total)` after each; ValueError when one is not what it
    should be.

    Only of a package that `check` found in order.
    """
    with zipfile.ZipFile(path) as archive:
        files = _manifest(archive)["files"]
        for done, file in enumerate(files, start=1):
            target = folder / file["digest"].removeprefix("sha256:")
            with target.open("wb") as plain:
                if _digest(archive, file["path"], plain.write) != file["digest"]:
                    raise ValueError(f"{file['path']} is not what the manifest says")
            told(done, len(files))


def unpack_one(path: Path, target: Path, digest: str) -> str:
    """Write the file of this digest to `target`; its name, '' when the manifest has none. ValueError when it is not what it should be."""
    with zipfile.ZipFile(path) as archive:
        file = next((file for file in _manifest(archive)["files"] if file["digest"] == digest), None)
        if file is None:
            return ""
        with target.open("wb") as plain:
            if _digest(archive, file["path"], plain.write) != digest:
                raise ValueError(f"{file['path']} is not what the manifest says")
        return str(file["name"])


def _check_content(archive: zipfile.ZipFile, *, is_whole: bool) -> Checked:
    if MANIFEST not in archive.namelist():
        return Checked(problems=[f"缺少 {MANIFEST}：这不是可以离线收入的推荐材料包，或是旧版系统生成的。请用新版重新生成。"])
    if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        return Checked(problems=[f"{MANIFEST}：超过 {MOST_MANIFEST_BYTES // SMALL} MB，没有读。"])
    try:
        text = archive.read(MANIFEST).decode()
        manifest = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
        faults = faults_of(manifest)
        if not faults and canonical(manifest) != text:
            faults = [f"{MANIFEST}：写法不是规范写法，文件被改动过或被重新保存过。"]
    except (ValueError, RecursionError):
        faults = [f"{MANIFEST}：读不懂，文件被改动或没有拷贝完整。"]
    if faults:
        return Checked(problems=faults)
    return Checked(manifest, digest_of(text), _shortened(_of_files(archive, manifest)) if is_whole else [])


def _of_entries(infos: list[zipfile.ZipInfo]) -> list[str]:
    """What keeps a zip from being opened at all, by the names and figures in its table of contents."""
    if len(infos) > MOST_ENTRIES:
        return [f"压缩包里有{len(infos)}个文件，超过{MOST_ENTRIES}个，没有打开。"]
    if sum(info.file_size for info in infos) > MOST_BYTES:
        return [f"压缩包解开后超过 {MOST_BYTES // 1024**3} GB，没有打开。"]
    count = Counter(unicodedata.normalize("NFC", info.filename).casefold() for info in infos)
    doubled = [name for name, n in count.items() if n > 1]
    found = [f"“{_shown(i.filename)}”：{why}" for i in infos if (why := _unfit(i))]
    return found + [f"“{_shown(name)}”：包里有{count[name]}个同名文件（大小写不分）。" for name in doubled]


def _unfit(info: zipfile.ZipInfo) -> str:
    name, kind = info.filename, stat.S_IFMT(info.external_attr >> 16)
    if not name or len(name.encode("utf-8", "replace")) > LONGEST_PATH or not is_plain(name):
        return "名称太长，或含有控制字符、方向字符。"
    if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
        return "路径指向包外。"
    if kind not in {0, stat.S_IFREG} or info.is_dir():
        return "不是普通文件（符号链接、目录或设备）。"
    if info.flag_bits & 1:
        return "设了密码。"
    if info.file_size > MOST_ENTRY_BYTES:
        return f"解开后超过 {MOST_ENTRY_BYTES // SMALL} MB。"
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return "压缩比异常。"
    return ""


def _of_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> list[str]:
    """Missing, unlisted and changed files; a row that rests on a file which is not listed."""
    there, listed = set(archive.namelist()), {file["path"]: file for file in manifest["files"]}
    count = Counter(file["path"] for file in manifest["files"])
    found = [f"“{_shown(path)}”：清单里列了{n}次。" for path, n in count.items() if n > 1]
    found += [f"“{_shown(path)}”：清单里有，包里没有。" for path in listed if path not in there or path in BESIDE]
    found += [f"“{_shown(path)}”：包里有，清单里没有。" for path in sorted(there - listed.keys() - BESIDE)]
    for path, file in listed.items():
        if path in there - BESIDE and (why := _changed(archive, file)):
            found.append(f"“{_shown(path)}”：{why}")
    held = {file["digest"] for file in manifest["files"]}
    found += [f"{MANIFEST}：{where} 所指的文件不在包里（{digest[:19]}…）。" for where, digest in _named(manifest) if digest not in held]
    if SUMS not in there or archive.read(SUMS).decode("utf-8", "replace") != sums_of(manifest["files"]) + sums_line(archive):
        found.append(f"“{SUMS}”：缺少，或与清单不符。")
    return found


def sums_line(archive: zipfile.ZipFile) -> str:
    """The line of SHA256SUMS for the manifest itself."""
    return sums_of([{"path": MANIFEST, "digest": _digest(archive, MANIFEST)}])


def _changed(archive: zipfile.ZipFile, file: dict[str, Any]) -> str:
    try:
        if archive.getinfo(file["path"]).file_size != file["bytes"]:
            return f"应有{file['bytes']}字节，实有{archive.getinfo(file['path']).file_size}字节。"
        return "" if _digest(archive, file["path"]) == file["digest"] else "SHA-256 与清单不符，内容被改动或没有拷贝完整。"
    except Broken:
        return "已损坏，解不开。"


def _named(manifest: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """(where, digest) of every file that the manifest's rows rest on."""
    if manifest["batch"]["sealed_letter"]:
        yield "batch.sealed_letter", manifest["batch"]["sealed_letter"]
    yield from (("batch.platform_receipt", said["proof"]) for said in manifest["batch"]["platform_receipt"])
    for place, row in enumerate(manifest["rows"]):
        yield f"rows[{place}].application.report", row["application"]["report"]
        bodies = row["evaluator"]
        told = [*row["facts"], *row["records"], *(c for body in bodies for c in body["capability"])]
        yield from ((f"rows[{place}]", entry["file"]) for entry in told if entry["file"])
        yield from ((f"rows[{place}].evaluator", body["signed_report"]) for body in bodies if body["signed_report"])
        evidence = row["version"]["content"].get("evidence", []) if isinstance(row["version"]["content"], dict) else []
        yield from ((f"rows[{place}].version", str(bound["file"])) for bound in evidence if isinstance(bound, dict) and "file" in bound)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return manifest


def _digest(archive: zipfile.ZipFile, path: str, keep: Callable[[bytes], object] = len) -> str:
    """The digest of one entry, read piece by piece and no further than its own figure of its size."""
    digest = hashlib.sha256()
    with archive.open(path) as source:
        while piece := source.read(PIECE):
            digest.update(piece)
            keep(piece)
    return f"sha256:{digest.hexdigest()}"


def _no_float(text: str) -> None:
    raise ValueError(f"{text}: decimals must stand as text")


def _shown(name: str) -> str:
    return "".join(c if is_plain(c) else "�" for c in name)[:80]


def _shortened(problems: list[str]) -> list[str]:
    return problems[:MOST_FAULTS] + ([f"另有{len(problems) - MOST_FAULTS}处。"] if len(problems) > MOST_FAULTS else [])
