"""The national lists of 2017–2020 as published: every row kept, names and regions as printed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "published_lists" / "national_2017_2020.csv"
DOCUMENT = "国家级绿色制造名单第一至五批"
CATEGORIES = {"绿色工厂": "factory", "绿色园区": "park", "绿色供应链": "supply_chain", "绿色供应链管理企业": "supply_chain",
              "绿色供应链管理示范企业": "supply_chain"}  # fmt: skip


@dataclass(frozen=True)
class PublishedRow:
    """One printed row with its line number in our file."""

    row: int
    batch: int
    year: int
    level: str
    category: str
    region: str
    name: str
    third_party: str
    industry: str


def published_rows() -> Iterator[PublishedRow]:
    """All rows in order. KeyError names a category label that is not known."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            yield PublishedRow(
                row=number,
                batch=int(row["batch"]),
                year=int(row["year"]),
                level="national",
                category=CATEGORIES[row["category"]],
                region=row["region"],
                name=row["name"].strip(),
                third_party=row["third_party"].strip(),
                industry=row["industry"].strip(),
            )
