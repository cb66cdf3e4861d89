"""The bundle of a published list (`greenlist.bundle/1`): names in clear, what was decided on each as a commitment.

Every row carries the digest of its own content, and the root is the digest of the list's head and of all row digests, so that a
change of one byte is named. A commitment binds a row to the content of the decision without showing it: whoever holds the
openings (an auditor) can check that the scores and ranks are the ones that were decided on.
"""

import json
from collections.abc import Iterable
from typing import Any

from greenlist.engines.ledger.canonical import canonical, digest_of

FORMAT = "greenlist.bundle/1"
Row = dict[str, Any]


def make_bundle(head: dict[str, str], rows: Iterable[dict[str, str]], decided: dict[str, Any]) -> dict[str, Any]:
    """The bundle of a list. `head`: title, document number, day, notice. `rows`: what is public of each unit, with its `number`.
    `decided`: the stored content of the selection (seed and rows); KeyError for a public row that was not decided on.
    """
    own = {row["number"]: row for row in decided["rows"]}
    made = [_sealed(row | {"commitment": _commitment(own[row["number"]], decided["seed"])}) for row in rows]
    body = {"format": FORMAT, "list": head, "decision": digest_of(canonical(decided)), "rows": made}
    return body | {"root": _root(body)}


def rendered(bundle: dict[str, Any]) -> str:
    """The one way in which a bundle is written to a file: sorted keys, one value a line."""
    return json.dumps(bundle, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def verify(text: str, root: str = "") -> list[str]:
    """Every fault of a bundle file in words, [] when it is whole; `root` is the digest printed where the list was published."""
    try:
        bundle = json.loads(text)
        rows = list(bundle["rows"])
        if bundle["format"] != FORMAT:
            return [f"格式不是 {FORMAT}，而是 {bundle['format']!r}。"]
        faults = [f for place, row in enumerate(rows, 1) if (f := _row_fault(place, row))]
        faults += [] if bundle["root"] == _root(bundle) else ["总摘要与内容不符：名单的题目、文号、行数或次序被改动，或总摘要被改动。"]
    except json.JSONDecodeError as problem:
        return [f"第{problem.lineno}行第{problem.colno}个字起读不懂：文件被改动或没有下载完整。"]
    except (KeyError, TypeError, AttributeError) as problem:
        return [f"内容不全或结构被改动：{problem}。"]
    if root and bundle["root"] != root:
        faults.append(f"总摘要与公布的不同：公布的是 {root}，文件里是 {bundle['root']}。")
    return faults or _written_otherwise(text, bundle)


def opened(decided: dict[str, Any]) -> dict[str, Any]:
    """The openings of a bundle: the decision's whole content, for those who may see it."""
    return {"format": FORMAT + "/openings", "decided": decided}


def verify_openings(bundle: dict[str, Any], openings: dict[str, Any]) -> list[str]:
    """Whether the openings are what the bundle was committed to; one sentence a row that is not."""
    decided = openings["decided"]
    own = {row["number"]: row for row in decided["rows"]}
    faults = [] if bundle["decision"] == digest_of(canonical(decided)) else ["开示的内容不是审定时存证的那一份。"]
    for row in bundle["rows"]:
        entry = own.get(row["number"])
        if entry is None or row["commitment"] != _commitment(entry, decided["seed"]):
            faults.append(f"{row['number']} {row.get('name', '')}：开示的评审内容与公布时的承诺不符。")
    return faults


def _sealed(row: Row) -> Row:
    return row | {"digest": digest_of(canonical(row))}


def _commitment(entry: dict[str, Any], seed: str) -> str:
    salt = digest_of(f"{seed}\n{entry['number']}")
    return digest_of(canonical(entry | {"salt": salt}))


def _root(bundle: dict[str, Any]) -> str:
    head = {name: bundle[name] for name in ("format", "list", "decision")}
    return digest_of(canonical(head | {"rows": [row["digest"] for row in bundle["rows"]]}))


def _row_fault(place: int, row: Row) -> str:
    content = {name: value for name, value in row.items() if name != "digest"}
    if digest_of(canonical(content)) == row["digest"]:
        return ""
    return f"第{place}家（{row.get('number', '')} {row.get('name', '')}）与它的摘要不符：这一行被改动。"


def _written_otherwise(text: str, bundle: dict[str, Any]) -> list[str]:
    wanted = rendered(bundle)
    if text == wanted:
        return []
    pairs = zip(text.splitlines(), wanted.splitlines(), strict=False)
    line = next((n for n, (found, meant) in enumerate(pairs, 1) if found != meant), len(wanted.splitlines()))
    return [f"第{line}行的写法与发布时不同（内容没有变）：文件被改动过。"]
