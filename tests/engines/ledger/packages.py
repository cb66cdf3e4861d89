"""Small packages for tests: one row, two files, whole or spoiled on purpose."""

import hashlib
import io
import zipfile
from typing import Any

from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.ledger.package import FORMAT, MANIFEST, SUMS, sums_of

AT = "2024-05-22T09:00:00+08:00"
FILES = {"评价报告/001_九江市_甲厂_绿色工厂.pdf": b"%PDF-1.7 report", "推荐函（盖章扫描件）.pdf": b"%PDF-1.7 letter"}


def sha(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def manifest(files: dict[str, bytes] = FILES) -> dict[str, Any]:
    """A manifest of one row that rests on these files."""
    report, letter = (sha(body) for body in list(files.values())[:2])
    return {
        "format": FORMAT, "is_demo": False, "notice": "jx-2024-20", "year": 2024, "office": {"unit": "360400", "name": "九江市工业和信息化局"},
        "batch": {
            "number": "TJ-2024-JJ-1", "letter_number": "演〔2024〕演01号", "dated_on": "2024-05-22", "sealed_letter": letter, "frozen_at": AT,
            "submitted_at": AT, "deadline_at": "2024-05-28T00:00:00+08:00", "unconsulted_because": "", "contradictions_because": "",
            "told": {}, "digest": digest_of("{}"), "platform_receipt": [],
        },
        "rows": [{
            "printed": {
                "category": "factory", "serial": 1, "city": "九江市", "county": "柴桑区", "name": "甲厂", "third_party": "自我评价",
                "industry_or_type": "化学试剂", "national": False, "provincial": True,
            },
            "organisation": {"kind": "enterprise", "name": "甲厂", "credit_code": "", "division": "360404", "former_names": []},
            "site": {"name": "甲厂", "address": "", "division": "360404", "industry": "2661", "park_type": ""},
            "application": {
                "number": "2024-JJ-0001", "category": "factory", "mode": "self", "third_party": "", "wants_national": False,
                "wants_provincial": True, "submitted_at": AT, "recommended_because": "好", "entered_by": "", "report": report,
            },
            "filing": {
                "standard": "gbt-36132", "edition": "2018", "standard_title": "通则", "plan": sha(b"plan"), "reference_on": "2024-05-20",
                "data_year": 2023,
            },
            "version": {
                "number": 1, "content": {}, "digest": digest_of("{}"), "score": "", "is_qualified": None, "unverified_count": 0, "reason": "",
                "receipt": "HZ-2024-JJ-0001-1", "submitted_by": "甲（演示）", "submitted_at": AT,
            },
            "evaluator": [], "facts": [], "records": [], "findings": [], "report_judgement": [],
        }],
        "files": [{"path": path, "name": path, "bytes": len(body), "digest": sha(body)} for path, body in files.items()],
    }  # fmt: skip


def entries(told: Any = None, files: dict[str, bytes] = FILES) -> list[tuple[Any, bytes]]:
    """(name, bytes) of everything in a package, in order; `told` is the manifest, or its bytes."""
    told = manifest(files) if told is None else told
    text = told if isinstance(told, bytes) else canonical(told).encode()
    listed = told["files"] if isinstance(told, dict) and "files" in told else []
    sums = sums_of([*listed, {"path": MANIFEST, "digest": sha(text)}])
    return [*files.items(), (MANIFEST, text), (SUMS, sums.encode())]


def zipped(parts: list[tuple[Any, bytes]], **how: Any) -> bytes:
    """A zip of these parts; a ZipInfo may stand in the place of a name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **how) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return target.getvalue()
