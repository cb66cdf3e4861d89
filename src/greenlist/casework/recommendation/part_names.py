"""What the files of a package are called: so that whoever opens the zip knows whose file he has before him. Digests stand in the manifest."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from greenlist.casework.recommendation.models import BatchRow

LONGEST_PATH = 255  # bytes: what a file system takes, and a package on the other side
LONGEST_UNIT = 40
LONGEST_ENDING = 10
NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]')


def report_name(row: BatchRow) -> str:
    """序号_设区市_单位_类别.pdf, without what a file system does not take."""
    words = (f"{row.serial:03d}", row.printed["city"], row.printed["name"], row.application.get_category_display())
    return "_".join(_fit(word)[:LONGEST_UNIT] for word in words) + ".pdf"


def proof_name(row: BatchRow) -> str:
    """序号_单位: how the names of everything that this row rests on begin."""
    return f"{row.serial:03d}_{_fit(row.printed['name'])[:LONGEST_UNIT]}"


def named_apart(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """The beginning of a path and the name of a file, joined and kept short; a name that stands already gets （2）, （3） ….

    Two names that differ in case alone are one name to some systems, and so here.
    """
    taken: set[str] = set()
    made = []
    for lead, name in wanted:
        plain = PurePosixPath(_fit(name) or "材料")
        ending = plain.suffix[:LONGEST_ENDING].lower()
        stem, number = name_within(plain.stem, LONGEST_PATH - len(f"{lead}（999）{ending}".encode())), 1
        path = f"{lead}{stem}{ending}"
        while _same(path) in taken:
            number += 1
            path = f"{lead}{stem}（{number}）{ending}"
        taken.add(_same(path))
        made.append(path)
    return made


def name_within(name: str, most_bytes: int) -> str:
    """As much of the name as takes no more than so many bytes."""
    return name.encode()[:most_bytes].decode(errors="ignore").rstrip()


def _fit(word: str) -> str:
    return unicodedata.normalize("NFC", NOT_IN_A_NAME.sub("", word)).strip()


def _same(path: str) -> str:
    return path.casefold()
