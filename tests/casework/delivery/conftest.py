"""A package made by another installation: its own database and its own files, gone when the tests begin."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

import pytest
from django.test import override_settings

from greenlist.casework.journal import clock
from tests.casework.separate import separate_database

MADE_AT = datetime(2024, 5, 21, 16, 0, tzinfo=clock.SHANGHAI)


@dataclass(frozen=True)
class Sent:
    """The zip, and what its bureau's own database said of it."""

    body: bytes
    rows: list[dict]
    scores: dict[str, str]


@pytest.fixture(scope="module")
def sent(django_db_setup, django_db_blocker, tmp_path_factory) -> Sent:
    """The package of 九江: a unit that the province holds, one renamed that it never heard of, one that a body evaluated for the national level."""
    folder = tmp_path_factory.mktemp("another-installation")
    hasher = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(), separate_database(folder), clock.at(MADE_AT),
        override_settings(MEDIA_ROOT=folder / "files", PASSWORD_HASHERS=hasher),
    ):  # fmt: skip
        return make_package()


def make_package() -> Sent:
    """Through the services of an installation of its own, to the handing in."""
    from greenlist.casework.journal.clock import today
    from greenlist.casework.recommendation.models import Batch
    from greenlist.casework.recommendation.package import package_pieces
    from greenlist.casework.verification.services import record_fact
    from greenlist.rehearsal import acts
    from greenlist.rehearsal.cast import invite_units
    from tests.casework.cast import JIUJIANG, blank_pdf, make_province

    province = make_province()
    unknown = invite_units(province.cast, Random(9), unit=JIUJIANG, count=1, first_serial=43)
    wanted = ((province.unit, {}), (unknown[0], {}), (province.units[1], {"national": True, "body": province.cast.evaluators[0]}))
    cases = [province.application_at("recommendable", unit, **how) for unit, how in wanted]
    scan = acts.upload(blank_pdf(2), "应急局函复.pdf", province.officer)
    record_fact(cases[0], clause="C-46", answer="not_found", statement="没有事故记录", source="应急管理局函复", looked_up_on=today(), file=scan,
                page=2, actor=province.officer)  # fmt: skip
    acts.freeze(province.round, cases, province.officer)
    acts.register_receipt(acts.prepare_batch(province.round, actor=province.officer), province.officer)
    acts.hand_in_batch(acts.prepare_batch(province.round, actor=province.officer), province.officer)
    batch = Batch.objects.get()
    rows = [row.printed for row in batch.rows.all()]
    scores = {a.number: a.filing.versions.get().score for a in cases}
    return Sent(b"".join(package_pieces(batch)), rows, scores)
