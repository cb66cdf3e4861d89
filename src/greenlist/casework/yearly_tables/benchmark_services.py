"""同行对标 published: once a year, by the province, out of the ranking that counts."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import load, load_each, store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.yearly_tables.benchmarks import cells_of, content_of
from greenlist.casework.yearly_tables.grading import Scored, scored
from greenlist.casework.yearly_tables.models import YearlyBenchmark, YearlyOpening
from greenlist.casework.yearly_tables.permissions import check_may_publish
from greenlist.casework.yearly_tables.selectors import newest_grading, newest_versions

WHAT, ONCE = "没有公布同行对标。", "一个年度只公布一次；不足五家的行业不公布。"


def publish_benchmark(opening: YearlyOpening, *, actor: Actor) -> YearlyBenchmark:
    """Publish the quartiles of a ranked year.

    Raises Refused when the year is not ranked, when its tables have changed since, when it was published already (what differs between
    two would tell of whom), or when there is nothing that may be told.
    """
    check_may_publish(actor)
    confirmed = opening.tables.filter(state="table_confirmed").select_related("site").order_by("number")
    versions = newest_versions(confirmed)
    rows = scored(confirmed, versions)  # every table is scored anew: long, and therefore before anybody has to wait
    results = {row: version_result(row.version) for row in rows}
    with transaction.atomic():
        list(YearlyOpening.objects.select_for_update().order_by("year"))  # what was published before must not grow meanwhile
        if problems := list(_problems(opening, rows, are_same=versions == newest_versions(confirmed))):
            raise Refused(WHAT, items=problems, then=ONCE, clause="C-54")
        cells = cells_of(rows, results, _before())
        if not cells:
            raise Refused(WHAT, items=["没有一个行业的指标可以公布：每格至少五家，数值不能过于集中。"], then=ONCE, clause="C-54")
        digest = store("yearly_benchmark", content_of(cells, newest_grading(opening).content_digest))
        made = YearlyBenchmark.objects.create(opening=opening, content_digest=digest, published_by=actor.name, published_at=now())
        record("publish_yearly_benchmark", actor=actor, subject=made, clause="C-54", detail={"digest": digest, "cells": len(cells)})
    return made


def _problems(opening: YearlyOpening, rows: list[Scored], *, are_same: bool) -> Iterator[str]:
    """Why it cannot be published: already done, not ranked, or what was ranked is not what stands confirmed."""
    grading = newest_grading(opening)
    if YearlyBenchmark.objects.filter(opening=opening).exists():
        yield f"{opening.year}年度的同行对标已经公布，不再公布第二次。"
    elif grading is None:
        yield f"{opening.year}年度还没有计算年度分级。"
    elif not are_same or {row.version.content_digest for row in rows} != {row["version"] for row in load(grading.content_digest)["rows"]}:
        yield "计算年度分级之后，又有表经核对确认或退回；请先重新计算分级。"


def _before() -> list[dict[str, Any]]:
    """The cells of all years published so far, in the order in which they were."""
    digests = list(YearlyBenchmark.objects.order_by("published_at", "id").values_list("content_digest", flat=True))
    held = load_each(digests)
    return [cell for digest in digests for cell in held[digest]["cells"]]
