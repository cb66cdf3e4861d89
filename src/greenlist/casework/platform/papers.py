"""Our units as the platform's table of the round's year."""

from collections.abc import Iterable

from greenlist.casework.recommendation.models import BatchRow
from greenlist.casework.recommendation.papers import platform_units
from greenlist.casework.rounds.models import Round
from greenlist.papers.platform_table import to_xlsx
from greenlist.papers.typesetting import DEMO_LINE
from greenlist.rulebook.reference.platform import platform_form


def platform_table(round_: Round, rows: Iterable[BatchRow], *, only: str = "") -> bytes:
    """The workbook (.xlsx); `only` is the level where just one is told of."""
    held = list(rows)
    foot = DEMO_LINE if any(row.application.is_demo for row in held) else ""
    return to_xlsx(platform_form(round_.year), platform_units(held, only=only), foot=foot)
