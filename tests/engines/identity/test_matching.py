"""Linked by code or by the same name within the region, proposed when near, on the names of the published lists."""

import csv
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from rapidfuzz import fuzz, process

from greenlist.engines.identity import Asked, Known, Match, Matcher, NameIndex, name_key
from greenlist.rulebook.reference.published_lists import published_rows

VARIANTS = Path(__file__).parent / "real_variants.csv"
NANCHANG, JIUJIANG = "360102", "360402"
CODE, OTHER_CODE = "91360500716575125F", "913600007363561816"


def real_variants() -> list[dict[str, str]]:
    with VARIANTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(column: str) -> dict[int, str]:
    return {row.row: row.third_party if column == "third_party" else row.name for row in published_rows()}


def test_the_real_variants_stand_in_the_published_list_with_their_row_numbers():
    for pair in real_variants():
        names = printed(pair["column"])
        assert (names[int(pair["row"])], names[int(pair["other_row"])]) == (pair["written"], pair["other_written"])
        assert pair["written"] != pair["other_written"]


def test_at_least_95_of_100_real_variants_are_proposed_among_all_printed_names():
    known = sorted({name for column in ("third_party", "name") for name in printed(column).values() if name})
    index = NameIndex(known)
    pairs = [(p["written"], p["other_written"]) for p in real_variants()]
    asked = [*pairs, *((other, one) for one, other in pairs)]
    near = index.near([written for written, _ in asked])
    missed = [(w, o) for (w, o), places in zip(asked, near, strict=True) if o not in {known[p.position] for p in places}]
    assert len(missed) <= 0.05 * len(asked), missed


def test_of_1500_nearest_neighbours_that_are_not_identical_none_is_linked():
    rows = list({name_key(row.name): row for row in published_rows()}.values())
    keys = [name_key(row.name) for row in rows]
    likeness = np.triu(process.cdist(keys, keys, scorer=fuzz.ratio, score_cutoff=75, dtype=np.uint8), 1)
    nearest = np.argsort(-likeness.astype(np.int16), axis=None, kind="stable")[:1500]
    pairs = [(rows[at // len(rows)], rows[at % len(rows)]) for at in nearest.tolist()]
    assert all(likeness.ravel()[nearest] >= 75)
    for one, other in pairs:
        [found] = Matcher([Known(str(one.row), one.name, NANCHANG)]).match([Asked(other.name, NANCHANG)])
        assert found.link == "", (one, other)


@given(
    some.text(min_size=1, max_size=20), some.sampled_from([NANCHANG, JIUJIANG, ""]), some.sampled_from([NANCHANG, JIUJIANG, "360000", ""])
)
def test_a_name_alone_links_only_to_the_same_name_in_the_same_city(name, region, other):
    [found] = Matcher([Known("a", "演示云帆化工有限公司", region)]).match([Asked(name, other)])
    is_same = name_key(name) == name_key("演示云帆化工有限公司")
    assert (found.link == "a") == (is_same and bool(region and other) and (region == other or other == "360000"))


def test_a_code_links_whatever_the_name_says():
    matcher = Matcher([Known("a", "演示云帆化工有限公司", NANCHANG, CODE), Known("b", "演示霜桥水泥有限公司", NANCHANG, OTHER_CODE)])
    assert matcher.match([Asked("演示霜桥水泥有限公司", JIUJIANG, CODE)]) == [Match("a", "code")]


def test_the_same_name_with_another_code_is_asked():
    [found] = Matcher([Known("a", "演示云帆化工有限公司", NANCHANG, CODE)]).match([Asked("演示云帆化工有限公司", NANCHANG, OTHER_CODE)])
    assert (found.link, [p.why for p in found.proposals]) == ("", [f"名称相同，信用代码不同（登记为{CODE}）"])


def test_two_plants_under_one_code_are_both_proposed():
    plants = [Known("a", "演示云帆化工有限公司一厂", NANCHANG, CODE), Known("b", "演示云帆化工有限公司二厂", NANCHANG, CODE)]
    [found] = Matcher(plants).match([Asked("演示云帆化工有限公司", NANCHANG, CODE)])
    assert (found.link, {p.id for p in found.proposals}) == ("", {"a", "b"})


def test_the_same_name_elsewhere_is_proposed_with_the_reason():
    matcher = Matcher([Known("a", "演示云帆化工有限公司", NANCHANG)])
    asked = [Asked("演示云帆化工有限公司", JIUJIANG), Asked("演示云帆化工有限公司"), Asked("演示云帆化工股份有限公司", NANCHANG)]
    assert [m.proposals[0].why for m in matcher.match(asked)] == [
        "名称相同，所在地区不同", "名称相同，没有写所在地区", "名称不同：登记为“演示云帆化工有限公司”",
    ]  # fmt: skip


def test_nothing_known_or_nothing_asked_gives_nothing():
    assert Matcher([]).match([Asked("演示云帆化工有限公司")]) == [Match("", "")]
    assert Matcher([Known("a", "演示云帆化工有限公司")]).match([]) == []
