"""A proof that is kept file by file: what was found of a file stands as long as neither it nor the tool changes.

A test that is added later does not make it stale. What is lost: a test that becomes weaker is only noticed by a run that takes all.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from running import environment


@dataclass
class Kept:
    """`proofs/NAME.json`: the folder it speaks of, the files that found it, and {file of the folder: what was found}."""

    file: Path
    covers: str
    tool: list[str]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path, covers: str, tool: list[str]) -> "Kept":
        """What is kept, nothing where there is no file or a result of the whole; `covers` and `tool` as they are now."""
        content = json.loads(file.read_text()) if file.exists() else {}
        return cls(file, covers, tool, content.get("files", {}))

    @property
    def folder(self) -> Path:
        return environment.ROOT / self.covers

    def there(self) -> Iterator[str]:
        """The files it should speak of."""
        yield from sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*.py"))

    def digest(self, name: str) -> str:
        """SHA-256 over a file and the tool."""
        paths = [self.folder / name, *(environment.ROOT / part for part in self.tool)]
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()

    def not_covered(self) -> list[str]:
        """The files of which nothing is kept, or what was found before they or the tool changed."""
        return [name for name in self.there() if self.files.get(name, {}).get("digest") != self.digest(name)]

    def covered(self) -> dict[str, dict[str, Any]]:
        """What is kept and still holds."""
        old = set(self.not_covered())
        return {name: self.files[name] for name in self.there() if name not in old}

    def keep(self, name: str, digest: str, commit: str, found: dict[str, int]) -> None:
        """Write down what was found of one file while it had this digest, and forget the files that are no more."""
        self.files[name] = {"digest": digest, "commit": commit, "on": time.strftime("%Y-%m-%d"), **found}
        self.files = {one: self.files[one] for one in self.there() if one in self.files}
        content = {"covers": self.covers, "tool": self.tool, "files": self.files}
        self.file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
