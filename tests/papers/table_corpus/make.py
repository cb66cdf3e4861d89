"""Writes the corpus: `python -m tests.papers.table_corpus.make [--seed N] [--count N] [--folder DIR] [--later]`.

LibreOffice writes a part of it.
"""

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.papers.table_corpus.later_troubles import LATER
from tests.papers.table_corpus.laying import lay_out
from tests.papers.table_corpus.paper import Paper
from tests.papers.table_corpus.sheet_file import write_openpyxl, write_xlsxwriter
from tests.papers.table_corpus.troubles import LATE, ONLY, TROUBLES
from tests.papers.table_corpus.units import Unit, draw
from tests.papers.table_corpus.word_file import write_word

FOLDER = Path(__file__).parent / "files"
SEED, COUNT, LEAST = 20240402, 72, 3
WRITERS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "python-docx": ("docx", write_word),
    "openpyxl": ("xlsx", write_openpyxl),
    "xlsxwriter": ("xlsx", write_xlsxwriter),
    "libreoffice-writer": ("docx", write_word),
    "libreoffice-calc": ("xlsx", write_openpyxl),
}
TICKS = ("ticks_of_characters", "ticks_in_words", "ticks_as_symbols", "ticks_in_a_symbol_font", "ticks_in_controls", "ticks_in_form_fields",
         "two_columns_of_levels")  # fmt: skip
APART = ({"no_head", "other_order"}, {"no_head", "two_columns_of_levels"}, {"no_head", "repeated_head"}, {"no_head", "shifted_head"},
         {"no_head", "wrong_heads"}, {"shifted_head", "shifted_rows"}, {"shifted_head", "two_columns_of_levels"},
         {"nested", "several"}, {"one_place_column", "no_head"}, {"one_place_column", "merged_places"}, {"glued_serials", "shifted_rows"}, {"glued_serials", "doubtful"}, {"glued_serials", "tracked"}, {"broken_rows", "shifted_rows"},
         {"footnote_marks", "glued_serials"}, {"footnote_marks", "broken_rows"}, {"glued_serials", "broken_rows"},
         *({one, other} for one in ("glued_serials", "broken_rows", "footnote_marks") for other in ("widths", "broken_names", "serial_gaps")))  # fmt: skip


def drawn(number: int, seed: int, used: Counter[str], names: tuple[str, ...]) -> tuple[str, list[str], Random]:
    """Writer and troubles of one file: one way of ticking and three others, those first that came least so far."""
    random = Random(f"{seed}-{number}")
    writer = list(WRITERS)[number % len(WRITERS)]
    fit = [name for name in names if ONLY.get(name, WRITERS[writer][0]) == WRITERS[writer][0]]
    random.shuffle(fit)
    fit.sort(key=lambda name: used[name])
    chosen = [next(name for name in fit if name in TICKS)] if any(name in TICKS for name in fit) else []
    for name in fit:
        if len(chosen) < 4 and name not in TICKS and not any({name, other} in APART for other in chosen):
            chosen.append(name)
    used.update(chosen)
    return writer, sorted(chosen, key=_turn), random


def _turn(name: str) -> int:
    """What changes single cells comes before what moves rows and columns."""
    order = ("broken_rows", *LATE)
    return order.index(name) + 1 if name in order else -(name in LATER)


def made(writer: str, troubles: list[str], random: Random) -> tuple[bytes, list[Unit]]:
    """One file before LibreOffice, and what its rows mean."""
    units = draw(random, {"factory": random.randint(4, 9), "park": random.randint(1, 3), "supply_chain": random.randint(1, 3)})
    paper = lay_out(units, random)
    for name in troubles:
        (TROUBLES | LATER)[name](paper, units, random)
    return WRITERS[writer][1](paper), units


def write(folder: Path, *, seed: int, count: int, names: tuple[str, ...] = tuple(TROUBLES)) -> list[dict[str, object]]:
    """The files and their truth, which is also written as `truth.json` beside the folder's files."""
    folder.mkdir(parents=True, exist_ok=True)
    used: Counter[str] = Counter()
    truth: list[dict[str, object]] = []
    for number in range(count):
        writer, troubles, random = drawn(number, seed, used, names)
        body, units = made(writer, troubles, random)
        ending = WRITERS[writer][0]
        path = folder / f"{number + 1:03}.{ending}"
        path.write_bytes(body)
        if writer.startswith("libreoffice"):
            resave(path)
        truth.append({"file": path.name, "writer": writer, "troubles": troubles, "rows": [unit.as_content() for unit in units]})
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return truth


def resave(path: Path) -> None:
    """Open and save once more with LibreOffice, through its own format, so that every part of the file is its own."""
    own = {".docx": "odt", ".xlsx": "ods"}[path.suffix]
    with tempfile.TemporaryDirectory() as made_in:
        for source, ending in ((path, own), (Path(made_in) / f"{path.stem}.{own}", path.suffix[1:])):
            command = ["soffice", f"-env:UserInstallation=file://{made_in}/profile", "--headless", "--convert-to", ending, "--outdir", made_in, str(source)]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        path.write_bytes((Path(made_in) / path.name).read_bytes())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--later", action="store_true", help="with the troubles of later_troubles.py as well")
    given = parser.parse_args()
    rows = write(given.folder, seed=given.seed, count=given.count, names=(*TROUBLES, *LATER) if given.later else tuple(TROUBLES))
    print(len(rows), Counter(name for entry in rows for name in entry["troubles"]))  # type: ignore[attr-defined]
