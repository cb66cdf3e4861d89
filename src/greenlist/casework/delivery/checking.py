"""What keeps a package from being taken in here, although it is whole in itself: round, deadline, letter, what is held already, each row."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import before_deadline
from greenlist.casework.delivery.checking_rows import faults_of_row
from greenlist.casework.delivery.matching import Here, strangers
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.typed import too_long
from greenlist.casework.recommendation.models import Batch, BatchRow, PlatformReceipt
from greenlist.casework.recommendation.told_services import letter_faults, unsealed_of
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import last_day, parameters
from greenlist.engines.ledger import canonical, digest_of
from greenlist.rulebook.eligibility.declared import SealedLetter
from greenlist.rulebook.notices import round_parameters

Told = Mapping[str, Any]
NAMED = 3
DAYS = ("looked_up_on", "checked_on", "renamed_on", "from_on", "reference_on", "uploaded_on", "represents_from")


def problems_of(manifest: Told, *, at: datetime) -> list[str]:
    """Every reason in words, [] when the package can be taken in; `at` is when it arrived."""
    if manifest["is_demo"] and not settings.DEMO:
        return ["这是演示数据的报送包，正式环境不收。"]
    round_ = round_of(manifest)
    if round_ is None:
        return [f"本系统没有这一轮：{manifest['notice'][:40]}（{manifest['year']}年度）。"]
    unit, rows = manifest["office"]["unit"], manifest["rows"]
    office = {u.code: u.office for u in round_parameters(round_.notice).units}
    if unit not in office:
        return [f"“{manifest['office']['name'][:60]}”不在本轮可以推荐的单位之列。"]
    called = manifest["office"]["name"]
    problems = [] if called == office[unit] else [f"“{called[:60]}”不是推荐单位{unit}的名称，应为“{office[unit]}”。"]
    here = Here(rows)
    problems += [*_of_batch(manifest, round_, at), *_of_rows_together(rows, manifest["batch"]["told"]), *_held(rows, round_, unit, here)]
    for place, row in enumerate(rows):
        problems += [f"第{place + 1}件 {row['site']['name'][:40]}：{fault}" for fault in faults_of_row(row, round_, unit, here)]
    return problems


def round_of(manifest: Told) -> Round | None:
    """The round of the package as it is held here."""
    return Round.objects.filter(notice=manifest["notice"], year=manifest["year"]).first()


def late_and_unsealed(manifest: Told, round_: Round, at: datetime) -> tuple[str, str]:
    """The answers to the two questions of handing in, '' where nothing is wrong: is it too late (C-08), is it complete and sealed (C-09)?"""
    batch, rows = manifest["batch"], manifest["rows"]
    late = before_deadline(round_, manifest["office"]["unit"], on=at.astimezone(SHANGHAI).date())
    return late, unsealed_of(round_, bool(batch["sealed_letter"] and batch["letter_number"]), len(rows))


def _of_batch(manifest: Told, round_: Round, at: datetime) -> Iterator[str]:
    batch, unit = manifest["batch"], manifest["office"]["unit"]
    if not batch["submitted_at"] or not batch["dated_on"]:
        yield "推荐单位在它的系统里还没有报送这一批：先登记盖章件并报送，再生成报送包。"
        return
    yield from filter(None, late_and_unsealed(manifest, round_, at))
    handed_in = datetime.fromisoformat(batch["submitted_at"])
    if handed_in > at:
        yield f"报送时间{batch['submitted_at']}晚于本系统时间，请核对两边的时钟。"
    letters = [file for file in manifest["files"] if file["digest"] == batch["sealed_letter"]]
    is_pdf = any(file["path"].lower().endswith(".pdf") for file in letters)
    yield from letter_faults(
        round_, SealedLetter(batch["letter_number"], date.fromisoformat(batch["dated_on"]), is_pdf, last_day(round_, unit))
    )
    if parameters(round_).get("platform_receipt_required") and not batch["platform_receipt"]:
        yield "没有上传部级管理平台的回执，本轮须先登记再报送。"
    yield from (
        words
        for said in batch["platform_receipt"]
        for words in too_long(PlatformReceipt, number=said["number"], recorded_by=said["recorded_by"])
    )
    yield from too_long(Batch, number=batch["number"], letter_number=batch["letter_number"], office=manifest["office"]["name"])
    if not re.fullmatch(rf"TJ-{round_.year}-{_short(round_, unit)}-[1-9][0-9]{{0,3}}", batch["number"]):
        yield f"批次号“{batch['number'][:24]}”不是{manifest['office']['name'][:60]}本轮的批次号。"
    if digest_of(canonical(batch["told"])) != batch["digest"]:
        yield "报送时存证的内容与它的摘要不符。"
    came = OfflinePackage.objects.filter(number=batch["number"], unit=unit).exclude(batch=None).select_related("batch").first()
    if held := came and came.batch:
        names = list(held.rows.order_by("serial", "id").values_list("application__site__name", flat=True)[: NAMED + 1])
        more = "等" if len(names) > NAMED else ""
        yield f"批次{batch['number']}已在本系统，内容与这个包不同：{held.office}，有{'、'.join(names[:NAMED])}{more}。"
    told = [*batch["platform_receipt"], *manifest["rows"]]
    late = [text for text in _told_times(told, "_at") if datetime.fromisoformat(text) > handed_in]
    late += [text for text in _told_times(told, *DAYS) if date.fromisoformat(text) > handed_in.astimezone(SHANGHAI).date()]
    if late:
        yield f"有{len(late)}处时间晚于报送时间（如{late[0]}）。"


def _of_rows_together(rows: list[Any], told: Any) -> Iterator[str]:
    """The rows against each other, and against what was stored as handed in."""
    if not rows:
        yield "包里没有一件申报件。"
    for label, values in (
        ("申报号", [row["application"]["number"] for row in rows]),
        ("回执号", [row["version"]["receipt"] for row in rows]),
        ("表中序号", [(row["printed"]["category"], row["printed"]["serial"]) for row in rows]),
    ):
        yield from (f"{label}“{value}”出现{n}次。" for value, n in Counter(values).items() if n > 1)
    own = {row["organisation"]["credit_code"] for row in rows}
    bodies = {body["credit_code"]: body["name"] for row in rows for body in row["evaluator"]}
    yield from (f"第三方机构“{name[:60]}”的信用代码属于包内一家申报单位。" for code, name in bodies.items() if code and code in own)
    said = [
        {
            "printed": {key: str(value) for key, value in row["printed"].items()}, "application": row["application"]["number"],
            "version": row["version"]["digest"], "score": row["version"]["score"], "report": row["application"]["report"],
        }
        for row in rows
    ]  # fmt: skip
    kept = told.get("rows") if isinstance(told, dict) else None
    if not isinstance(kept, list) or sorted(canonical(row) for row in kept) != sorted(canonical(row) for row in said):
        yield "汇总表各行与报送时存证的内容不符。"


def _held(rows: list[Any], round_: Round, unit: str, here: Here) -> Iterator[str]:
    """What of it stands here already."""
    yield from strangers(rows, here)
    sites = [here.site(here.organisation(row["organisation"]["credit_code"]), row["site"]["name"], unit) for row in rows]
    known_ones = Application.objects.filter(round=round_, site__in=[site.pk for site in sites if site]).exclude(state="withdrawn")
    by_case = {(a.site_id, a.category): a for a in known_ones}
    batches = {row.application_id: row.batch for row in BatchRow.objects.filter(application__in=by_case.values()).select_related("batch")}
    for row, site in zip(rows, sites, strict=True):
        if site and (known := by_case.get((site.pk, row["application"]["category"]))):
            batch = batches.get(known.pk)
            where = f"，在{batch.office}批次{batch.number}" if batch else ""
            yield f"{site.name}：本轮已有同类申报件{known.number}（{known.get_state_display()}{where}）。"


def _short(round_: Round, unit: str) -> str:
    return round_parameters(round_.notice).unit(unit).short


def _told_times(value: Any, *endings: str) -> Iterator[str]:
    """Every time in the rows under a name that ends so: a finding of tomorrow would stand as the newest for ever."""
    if isinstance(value, list):
        yield from (text for entry in value for text in _told_times(entry, *endings))
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key.endswith(endings) and isinstance(entry, str):
                yield entry
            elif key not in {"content", "marks", "experience"}:
                yield from _told_times(entry, *endings)
