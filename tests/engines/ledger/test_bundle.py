"""The bundle of a published list: whole as written; one byte changed anywhere is named; openings are what was committed to."""

import json
import random

import pytest

from greenlist.engines.ledger import canonical, digest_of, make_bundle, opened, rendered, verify, verify_openings

HEAD = {"title": "2024年度省级绿色制造名单", "document_number": "演60号", "published_on": "2024-07-18", "notice": "jx-2024-20"}
ROWS = [
    {"number": f"2024-JJ-{n:04d}", "name": f"演示第{n}厂", "category": "factory", "unit": "360400", "is_nominated": "0"}
    for n in range(1, 6)
]
DECIDED = {
    "seed": "ab" * 16,
    "line": "80",
    "rows": [{"number": row["number"], "score": f"8{n}.50", "rank": str(n)} for n, row in enumerate(ROWS)],
}


def bundle():
    return make_bundle(HEAD, ROWS, DECIDED)


def test_a_bundle_is_whole_as_it_was_written():
    text = rendered(bundle())
    assert verify(text) == []
    assert verify(text, bundle()["root"]) == []


def test_a_changed_name_is_named_with_its_place():
    text = rendered(bundle()).replace("演示第3厂", "演示第8厂")
    assert verify(text) == ["第3家（2024-JJ-0003 演示第8厂）与它的摘要不符：这一行被改动。"]


def test_a_row_with_a_fresh_digest_is_caught_by_the_root_and_a_fresh_root_by_the_printed_one():
    forged = json.loads(rendered(bundle()))
    row = forged["rows"][2] | {"name": "演示第8厂"}
    row.pop("digest")
    forged["rows"][2] = row | {"digest": digest_of(canonical(row))}
    assert verify(rendered(forged)) == ["总摘要与内容不符：名单的题目、文号、行数或次序被改动，或总摘要被改动。"]
    remade = make_bundle(HEAD, [*ROWS[:2], ROWS[2] | {"name": "演示第8厂"}, *ROWS[3:]], DECIDED)
    assert verify(rendered(remade)) == []
    (fault,) = verify(rendered(remade), bundle()["root"])
    assert fault.startswith("总摘要与公布的不同")


@pytest.mark.parametrize("seed", range(60))
def test_one_byte_changed_anywhere_is_found(seed):
    chance = random.Random(seed)
    data = bytearray(rendered(bundle()).encode())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    assert verify(data.decode("utf-8", errors="replace")) != []


@pytest.mark.parametrize(("change", "begins"), [
    (lambda b: b["rows"].pop(), "总摘要与内容不符"), (lambda b: b["rows"].reverse(), "总摘要与内容不符"),
    (lambda b: b["list"].update(document_number="演61号"), "总摘要与内容不符"), (lambda b: b.update(format="other/1"), "格式不是"),
    (lambda b: b.pop("decision"), "内容不全"), (lambda b: b["rows"][0].pop("digest"), "内容不全"),
])  # fmt: skip
def test_a_changed_structure_is_told(change, begins):
    forged = json.loads(rendered(bundle()))
    change(forged)
    assert verify(rendered(forged))[0].startswith(begins)


def test_half_a_download_is_told_with_its_place():
    assert "读不懂" in verify(rendered(bundle())[:200])[0]


def test_openings_are_what_was_committed_to():
    assert verify_openings(bundle(), opened(DECIDED)) == []
    other = DECIDED | {"rows": [DECIDED["rows"][0] | {"score": "99.00"}, *DECIDED["rows"][1:]]}
    assert verify_openings(bundle(), opened(other)) == [
        "开示的内容不是审定时存证的那一份。", "2024-JJ-0001 演示第1厂：开示的评审内容与公布时的承诺不符。",
    ]  # fmt: skip


def test_a_commitment_tells_nothing_without_the_seed():
    plain = {digest_of(canonical(row)) for row in DECIDED["rows"]}
    assert plain.isdisjoint(row["commitment"] for row in bundle()["rows"])
    assert "score" not in rendered(bundle())
