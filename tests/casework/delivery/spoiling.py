"""The same package, changed on purpose and packed again as carefully as a forger would: sums and digests agree, what is told does not."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.ledger.package import MANIFEST, SUMS, sums_of


def changed(body: bytes, change: Callable[[Any], object], *, is_told: bool = True) -> bytes:
    """The package with its manifest changed; `is_told` also writes anew what the bureau stored as handed in, as a forger would."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts[MANIFEST])
    change(manifest)
    if is_told:
        _tell_anew(manifest)
    text = canonical(manifest)
    sums = sums_of([*manifest["files"], {"path": MANIFEST, "digest": digest_of(text)}])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (parts | {MANIFEST: text.encode(), SUMS: sums.encode()}).items():
            archive.writestr(name, data)
    return target.getvalue()


def _tell_anew(manifest: Any) -> None:
    batch = manifest["batch"]
    batch["told"]["rows"] = [
        {
            "printed": {key: str(value) for key, value in row["printed"].items()}, "application": row["application"]["number"],
            "version": row["version"]["digest"], "score": row["version"]["score"], "report": row["application"]["report"],
        }
        for row in manifest["rows"]
    ]  # fmt: skip
    batch["digest"] = digest_of(canonical(batch["told"]))


def sealed_anew(version: Any) -> None:
    """The digest of a submitted version after its content was changed."""
    version["digest"] = digest_of(canonical(version["content"]))


def renumbered(number: str, *, version: int = 1) -> Callable[[Any], None]:
    """A change of the manifest: the first row under this number, with a version and a receipt that agree."""

    def change(manifest: Any) -> None:
        row = manifest["rows"][0]
        row["application"]["number"] = row["version"]["content"]["facts"]["number"] = number
        row["version"] |= {"number": version, "receipt": f"HZ-{number}-{version}"}
        sealed_anew(row["version"])

    return change
