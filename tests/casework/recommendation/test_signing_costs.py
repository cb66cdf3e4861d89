"""What sending a batch to signature asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.recommendation.services import prepare_batch, send_to_sign, take_back

EACH = 26  # for a further row: what its facts are built from, and what is written of it


def asked(province, cases) -> int:
    batch = prepare_batch(province.round, actor=province.officer)
    with CaptureQueriesContext(connection) as queries:
        send_to_sign(batch, applications=cases, actor=province.officer)
    take_back(batch, actor=province.officer)
    for case in cases:
        case.refresh_from_db()
    return len(queries)


def test_a_further_row_asks_only_for_what_is_its_own(province):
    cases = [province.application_at("recommendable", unit) for unit in province.units]
    asked(province, cases)  # the findings of this stage are written once
    assert asked(province, cases) == asked(province, cases[:1]) + EACH
