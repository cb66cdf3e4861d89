"""The words of every kind of message, from words.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from greenlist.casework.outbox.models import Message

MOST_SUBJECT = Message._meta.get_field("subject").max_length or 0


@dataclass(frozen=True)
class Kind:
    """One kind: its label in the office's list, subject and text with placeholders, the page it leads to, the clause."""

    label: str
    subject: str
    text: str
    page: str
    clause: str

    def subject_with(self, values: Mapping[str, object]) -> str:
        """The subject in one line: a name with a line break in it begins no header of a mail."""
        return " ".join(self.subject.format_map(values).split())[:MOST_SUBJECT]

    def text_with(self, values: Mapping[str, object]) -> str:
        """The text. Raises KeyError for a placeholder without a value."""
        return self.text.format_map(values)


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    told = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {name: Kind(**entry) for name, entry in told.items()}
