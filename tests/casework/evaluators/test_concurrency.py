"""Sixty-four threads at the last place under the cap: exactly fifteen are taken, every other one is told which."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from greenlist.casework.evaluators.models import CapSlot, Engagement
from greenlist.casework.evaluators.services import accept_engagement, propose_engagement
from greenlist.casework.journal.refusals import Refused
from tests.casework.cast import make_province

THREADS = 64


@pytest.fixture
def body_with_fourteen(transactional_db):
    province = make_province()
    body = province.cast.evaluators[0]
    made = [
        propose_engagement(body.evaluator, site=province.unit.site, notice="jx-2024-20", application_number=f"2024-T-{n:04d}",
                           category="factory", is_national=True, actor=province.unit.engineer)
        for n in range(14 + THREADS)
    ]  # fmt: skip
    for engagement in made[:14]:
        accept_engagement(engagement, statement="无利害关系", limit=15, actor=body.manager)
    yield body, made[14:]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("journal_journalentry", "journal_journalseal", "journal_content"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


def test_sixty_four_threads_at_the_fifteenth_place(body_with_fourteen):
    body, waiting = body_with_fourteen

    def accept(engagement: Engagement) -> Refused | None:
        try:
            accept_engagement(engagement, statement="无利害关系", limit=15, actor=body.manager)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(accept, waiting))
    refusals = [answer for answer in answers if answer is not None]
    assert len(refusals) == THREADS - 1
    assert {(r.clause, len(r.items)) for r in refusals} == {("C-36", 15)}
    assert sorted(CapSlot.objects.filter(released_at=None).values_list("position", flat=True)) == list(range(1, 16))
