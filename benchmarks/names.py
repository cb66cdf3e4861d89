"""10,000 written names against 5,000 known ones: our index beside a whole matrix of rapidfuzz at the recall ours reaches."""

import sys
from random import Random
from secrets import randbits

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.miswriting import made_up, planted, published_names
from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import milliseconds, ratio, taking_turns
from greenlist.engines.identity import NameIndex, name_key

KNOWN, WRITTEN = 5000, 10000


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    dice = Random(seed)
    known = strangers(dice, [*published_names()], KNOWN)
    meant = planted(WRITTEN // 2, known, dice)
    written = [name for _, _, name in meant] + strangers(dice, known, KNOWN + WRITTEN // 2)[KNOWN:]
    index = NameIndex(known)
    found = index.near(written)
    hits = [any(index.keys[n.position] == name_key(name) for n in near) for (_, name, _), near in zip(meant, found, strict=False)]
    recall = sum(hits) / len(meant)
    keys, asked = [name_key(name) for name in known], [name_key(name) for name in written]
    cut = cutoff(keys, asked, [name_key(name) for _, name, _ in meant], recall)

    def whole_matrix() -> object:
        return process.cdist(asked, keys, scorer=fuzz.ratio, score_cutoff=cut, dtype=np.uint8, workers=1)

    seconds = taking_turns({"ours": lambda: NameIndex(known).near(written), "cdist": whole_matrix}, 3 if given.quick else 9)
    figures = {
        "seed": seed, "known": len(known), "written": len(written), "planted": len(meant), "recall": round(recall, 4),
        "recall_by_kind": by_kind(meant, hits), "proposals_a_name": round(sum(map(len, found)) / len(written), 2),
        "cdist_cutoff_at_equal_recall": cut, "cdist_pairs_a_name": round(float((whole_matrix() > 0).sum()) / len(written), 2),
        "ours_ms": milliseconds(seconds["ours"]), "cdist_ms": milliseconds(seconds["cdist"]),
    }  # fmt: skip
    budgets = [
        Budget("ours_to_cdist", ratio(seconds["ours"], seconds["cdist"]), 0.2),
        Budget("missed_share", round(1 - recall, 4), 0.05),
    ]
    return tell("names", given, figures, budgets)


def strangers(dice: Random, names: list[str], count: int) -> list[str]:
    """`names` filled up to `count` with made-up ones that are none of them."""
    filled = dict.fromkeys(names)
    while len(filled) < count:
        filled.setdefault(made_up(dice))
    return list(filled)


def cutoff(keys: list[str], asked: list[str], meant: list[str], recall: float) -> int:
    """The highest cutoff at which the matrix finds as many of the planted names as we do."""
    scores = sorted((fuzz.ratio(one, other) for one, other in zip(asked, meant, strict=False)), reverse=True)
    return int(scores[min(round(recall * len(scores)), len(scores)) - 1])


def by_kind(meant: list[tuple[str, str, str]], hits: list[bool]) -> str:
    """`kind found/planted` of every kind, for the reader."""
    told = []
    for kind in sorted({kind for kind, _, _ in meant}):
        mine = [hit for (of, _, _), hit in zip(meant, hits, strict=True) if of == kind]
        told.append(f"{kind} {sum(mine)}/{len(mine)}")
    return ", ".join(told)


if __name__ == "__main__":
    sys.exit(main())
