"""How many units each list named as printed in its notice, put beside the rows we carry: what adds up, what does not and by how much."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from greenlist.rulebook.reference.published_lists import PublishedRow, published_rows

FILE = Path(__file__).parent / "data" / "published_counts.yaml"
LABELS = {"factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链"}
CONFIDENCE = ("VERIFIED", "VERIFIED-SECONDARY", "RECALLED", "GUESS")


@dataclass(frozen=True)
class PublishedCount:
    """What one notice printed. A category that is not in `counts` was not told; `noticed` are the figures of its notice period."""

    list: str
    level: str
    region: str
    year: int
    counts: Mapping[str, int]
    source: str
    confidence: str
    published_on: date | None = None
    number: str = ""
    batch: int | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    noticed: Mapping[str, int] = field(default_factory=dict)
    renamed: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Compared:
    """One category of one list: the printed figure and our rows, None where one is not known."""

    category: str
    printed: int | None
    rows: int | None

    @property
    def label(self) -> str:
        return LABELS[self.category]

    @property
    def difference(self) -> int | None:
        """Our rows minus the printed figure; None while one of the two is not known."""
        return None if self.printed is None or self.rows is None else self.rows - self.printed

    @property
    def words(self) -> str:
        """相符, 多3行, 少3行, or why nothing can be compared."""
        if self.difference is None:
            return "没有载入名单行" if self.rows is None and self.printed is not None else "没有公布数"
        return "相符" if not self.difference else f"{'多' if self.difference > 0 else '少'}{abs(self.difference)}行"


@dataclass(frozen=True)
class Reconciled:
    """One list beside our rows. `stock`: what the printed figures of this and the earlier national lists leave on the list."""

    published: PublishedCount
    categories: tuple[Compared, ...]
    stock: Mapping[str, int]

    @property
    def differs(self) -> bool:
        """Is there a category whose rows are more or fewer than printed?"""
        return any(one.difference for one in self.categories)

    @property
    def is_carried(self) -> bool:
        """Do we carry rows of this list?"""
        return any(one.rows is not None for one in self.categories)

    @property
    def removed(self) -> list[tuple[str, int]]:
        """[(label, how many the notice says were removed)]."""
        return [(LABELS[name], n) for name, n in self.published.removed.items()]

    @property
    def stock_told(self) -> list[tuple[str, int]]:
        """[(label, what the printed figures leave)]."""
        return [(LABELS[name], n) for name, n in self.stock.items()]

    @property
    def fell_out(self) -> dict[str, int]:
        """{category: how many of the notice period the published list no longer had}."""
        return {name: n - self.published.counts[name] for name, n in self.published.noticed.items()}

    @property
    def fell_out_words(self) -> str:
        """公示611家绿色工厂，公布602家，少9家；…"""
        printed, noticed = self.published.counts, self.published.noticed
        return "；".join(
            f"公示{noticed[name]}家{LABELS[name]}，公布{printed[name]}家，{'少' if n >= 0 else '多'}{abs(n)}家"
            for name, n in self.fell_out.items()
        )


@cache
def published_counts() -> tuple[PublishedCount, ...]:
    """The printed figures in the order of the file. Raises ValueError naming a list with an unknown category or confidence."""
    found = tuple(PublishedCount(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    for one in found:
        unknown = {*one.counts, *one.removed, *one.noticed} - set(LABELS)
        if unknown or one.confidence not in CONFIDENCE:
            raise ValueError(
                f"{FILE.name}: {one.list}: wanted {sorted(LABELS)} and {CONFIDENCE}, found {sorted(unknown)}, {one.confidence}"
            )
    return found


def reconcile(counts: Iterable[PublishedCount] | None = None, rows: Iterable[PublishedRow] | None = None) -> list[Reconciled]:
    """Every printed figure beside the rows we carry of that list; nothing is smoothed. `stock` runs on over the national lists:
    printed additions minus printed removals; it is a sum of ours and stands in no notice.
    """
    held: Counter[tuple[int, str]] = Counter((row.batch, row.category) for row in (published_rows() if rows is None else rows))
    batches = {batch for batch, _ in held}
    stock: Counter[str] = Counter()
    made = []
    for one in published_counts() if counts is None else counts:
        is_held = one.batch in batches
        compared = tuple(
            Compared(category, one.counts.get(category), held[one.batch or 0, category] if is_held else None)
            for category in LABELS
            if category in one.counts or is_held
        )
        national = one.level == "national"
        if national:
            stock.update(one.counts)
            stock.subtract(one.removed)
        made.append(Reconciled(one, compared, dict(stock) if national else {}))
    return made


def unaccounted(rows: Iterable[PublishedRow] | None = None) -> dict[int, int]:
    """{batch: rows} of batches that no printed figure speaks of."""
    known = {one.batch for one in published_counts()}
    return dict(Counter(row.batch for row in (published_rows() if rows is None else rows) if row.batch not in known))
