"""The table of coefficients as an officer checks it, and a made-up standard that takes one of them, which no shipped standard does."""

from copy import deepcopy

from greenlist.casework.standards.held import yaml_of
from greenlist.casework.standards.selectors import table_of
from tests.casework.standards.official import GENERAL, READ, loaded, signed

SUBJECT = "coefficients"
COAL = "gbt-2589/2020#原煤"
PAGE = "GB/T 2589—2020 正式文本 第14页 表A.1"


def place(name, column="value", edition="2020"):
    return f"rows.gbt-2589/{edition}#{name}.{column}"


def whole(*changes):
    """Our file with each (old, new) text put in its place once."""
    text = table_of(SUBJECT)[0].text
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def loaded_whole(actor, *changes):
    return loaded(actor, {}, SUBJECT, body=whole(*changes).encode(), name="系数.yaml")


def standard_of_coal(province, of=COAL):
    """An edition of the general standard, signed by two, whose use of solid waste counts by a coefficient: 1 as it is shipped."""
    return signed(province, {}, body=yaml_of(with_coal(of)).encode(), name="演示标准.yaml", source=READ)


def with_coal(of):
    """That standard in its plain form."""
    plain = deepcopy(table_of(GENERAL)[0].plain) | {"tests": []}
    plain["coefficients"] = {"coal": {"label": "原煤折标系数", "unit": "1", "of": of, "clause": "附录K", "confidence": "RECALLED"}}
    plain["derived"]["solid_waste_use"]["value"] += " * coal / 0.7143"
    return plain
