"""What a manifest holds (`greenlist-package/1`), and why each thing is in it. A manifest of another shape is not read.

What the other side needs to take each application up as if it had been handed in there, and no more:

- `notice`, `year`, `office`, `batch`: which round, whose batch, its signed letter, when it was frozen and handed in, and until when it could be;
  the ministry's platform's answer (C-10);
  `told` is what the bureau stored as handed in (rows, versions, scores, reports), so that both sides hold the same proof.
- `rows[].printed`: the cells of the summary table as signed (C-66).
- `organisation`, `site`: who is meant: by credit code alone, so that a like name links nobody; former names, under which lists may have it.
- `application`: category, levels (C-67), manner of evaluation (C-04), the reason of the choice (C-15, C-26), who entered it for the unit.
- `filing`, `version`: the submitted version whole, with the digest of its plan, so that the score can be computed again (C-05).
- `evaluator`: the body, who represents it and what it declared: the cap (C-36) and its conditions (C-34) are asked at the province too.
- `facts`, `records`: the newest look-up of each exclusion and the dated records of the site, on which the screen before publishing stands (C-42).
- `findings`, with the judgement and its reason, as the bureau told them; `report_judgement` on a self-evaluation (C-37).
- `files`: every file with bytes and digest. Proofs that only a judgement rests on stay with the bureau: the province's page does not show them.

Not in it: identity numbers (none are held), accounts, telephone numbers beyond what the form itself says, letters to departments, replies
about units of other batches, drafts, earlier versions, and whatever another office has.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

FORMAT = "greenlist-package/1"
MANIFEST, SUMS, GUIDE, LIST = "manifest.json", "SHA256SUMS", "核对说明.txt", "清单.csv"
LONGEST_TEXT = 4000
MOST_COUNT, MOST_SMALL = 2**31 - 1, 2**15 - 1  # what a column of the database holds
YEARS = range(1900, 2200)
MOST_FAULTS = 20
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
KINDS = {
    "text": "文字", "digest": "sha256 摘要", "day": "日期", "instant": "带时区的时间", "yes": "true 或 false", "count": "不小于0的整数", "small": "不小于0的整数",
    "content": "一组内容",
}  # fmt: skip

PRINTED = {
    "category": "text", "serial": "count", "city": "text", "county": "text", "name": "text", "third_party": "text", "industry_or_type": "text",
    "national": "yes", "provincial": "yes",
}  # fmt: skip
JUDGEMENT = {"outcome": "text", "reason": "text", "judged_by": "text", "judged_at": "instant"}
ROW = {
    "printed": PRINTED,
    "organisation": {"kind": "text", "name": "text", "credit_code": "text", "division": "text",
                     "former_names": [{"name": "text", "renamed_on": "day"}]},
    "site": {"name": "text", "address": "text", "division": "text", "industry": "text", "park_type": "text"},
    "application": {
        "number": "text", "category": "text", "mode": "text", "third_party": "text", "wants_national": "yes", "wants_provincial": "yes",
        "submitted_at": "instant", "recommended_because": "text", "entered_by": "text", "report": "digest",
    },
    "filing": {
        "standard": "text", "edition": "text", "standard_title": "text", "plan": "digest", "reference_on": "day", "data_year": "small",
    },
    "version": {
        "number": "count", "content": "content", "digest": "digest", "score": "text", "is_qualified": "yes?", "unverified_count": "count",
        "reason": "text", "receipt": "text", "submitted_by": "text", "submitted_at": "instant",
    },
    "evaluator": [{
        "name": "text", "credit_code": "text", "representative": "text", "represents_from": "day", "registered_from": "text",
        "independence_statement": "text", "signed_report": "digest?", "signed_by": "text", "signed_at": "instant?", "marks": "content",
        "marked_by": "text", "marked_at": "instant?", "proposed_by": "text", "proposed_at": "instant", "is_national": "yes",
        "capability": [{
            "is_legal_person": "yes", "full_time": "small", "senior": "small", "experience": "content", "file": "digest", "declared_by": "text",
            "declared_at": "instant",
        }],
        "outside": [{"year": "small", "projects": "small", "declared_by": "text", "declared_at": "instant"}],
    }],
    "facts": [{
        "clause": "text", "answer": "text", "statement": "text", "source": "text", "looked_up_on": "day", "file": "digest?", "page": "count?",
        "recorded_by": "text", "recorded_at": "instant",
    }],
    "records": [{
        "kind": "text", "from_on": "day", "until_on": "day?", "statement": "text", "source": "text", "reference": "text", "file": "digest?",
        "page": "count?", "recorded_by": "text", "recorded_at": "instant",
    }],
    "findings": [{
        "clause": "text", "verdict": "text", "statement": "text", "content": "content", "digest": "digest", "stage": "text", "checked_on": "day",
        "computed_at": "instant", "judgement": [JUDGEMENT],
    }],
    "report_judgement": [{"follows": "yes", "reason": "text", "judged_by": "text", "judged_at": "instant"}],
}  # fmt: skip
SHAPE = {
    "format": "text", "is_demo": "yes", "notice": "text", "year": "small", "office": {"unit": "text", "name": "text"},
    "batch": {
        "number": "text", "letter_number": "text", "dated_on": "day?", "sealed_letter": "digest?", "frozen_at": "instant",
        "submitted_at": "instant?", "deadline_at": "instant", "unconsulted_because": "text", "contradictions_because": "text",
        "told": "content", "digest": "text",
        "platform_receipt": [{"number": "text", "uploaded_on": "day", "proof": "digest", "recorded_by": "text", "recorded_at": "instant"}],
    },
    "rows": [ROW],
    "files": [{"path": "text", "name": "text", "bytes": "count", "digest": "digest"}],
}  # fmt: skip


def faults_of(manifest: Any) -> list[str]:
    """Every place where a manifest is not of the shape, [] when it is; told with the way to the place."""
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        said = manifest.get("format") if isinstance(manifest, dict) else None
        return [f"{MANIFEST}：格式是{str(said)[:40]!r}，本系统只认 {FORMAT}。"]
    found = [f"{MANIFEST}：{fault}" for fault in _faults(manifest, SHAPE, "")]
    return found[:MOST_FAULTS] + ([f"{MANIFEST}：另有{len(found) - MOST_FAULTS}处。"] if len(found) > MOST_FAULTS else [])


def is_plain(name: str) -> bool:
    """No control or direction characters, nothing that is no character at all: what a file may be called."""
    return all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in name)


def _faults(body: Any, shape: Any, where: str) -> Iterator[str]:
    if isinstance(shape, str):
        if not _fits(body, shape):
            yield f"{where} 应为{KINDS[shape.rstrip('?')]}"
    elif isinstance(shape, list):
        if not isinstance(body, list):
            yield f"{where} 应为列表"
            return
        for place, entry in enumerate(body):
            yield from _faults(entry, shape[0], f"{where}[{place}]")
    elif not isinstance(body, dict):
        yield f"{where or '整体'} 应为一组内容"
    else:
        yield from (f"缺少 {_under(where, key)}" for key in shape if key not in body)
        yield from (f"多出 {_under(where, str(key)[:40])}" for key in body if key not in shape)
        for key in shape.keys() & body.keys():
            yield from _faults(body[key], shape[key], _under(where, key))


def _under(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _fits(value: Any, kind: str) -> bool:
    if kind.endswith("?") and value is None:
        return True
    kind = kind.rstrip("?")
    if kind == "yes":
        return isinstance(value, bool)
    if kind in {"count", "small"}:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= (MOST_COUNT if kind == "count" else MOST_SMALL)
    if kind == "content":
        return isinstance(value, dict | list) and all(_is_storable(text) for text in _texts(value))
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not _is_storable(value):
        return False
    if kind == "digest":
        return DIGEST.fullmatch(value) is not None
    return kind == "text" or (_day(value) if kind == "day" else _instant(value)) is not None


def _is_storable(text: str) -> bool:
    """What both databases can keep: no NUL, no half of a character."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from (text for entry in value.values() for text in _texts(entry))
    elif isinstance(value, list):
        yield from (text for entry in value for text in _texts(entry))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and found.year in YEARS else None
