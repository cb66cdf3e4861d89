"""Reads documents.yaml: the texts that a notice rests on or points to, each with its version and where it is to be had."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Document:
    """One text; `clause` names it in the notice."""

    clause: str
    title: str
    version: str
    where: str


@cache
def documents(notice_id: str) -> tuple[Document, ...]:
    """The texts of a notice in its order; empty where none are kept."""
    file = FOLDER / notice_id / "documents.yaml"
    if not file.exists():
        return ()
    return tuple(Document(**entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["documents"])
