"""The language of a standard: its parts are written by name and never changed, and what an author leaves out counts as the language says."""

import msgspec
import pytest

from greenlist.engines.scoring import schema
from greenlist.engines.scoring.values import plain_standard
from tests.engines.scoring.standards import LIMITS, group, item, source

PARTS = [name for name, kind in vars(schema).items() if isinstance(kind, msgspec.StructMeta) and kind is not msgspec.Struct]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_written_by_name_has_no_field_of_another_and_cannot_be_changed(name):
    kind = getattr(schema, name)
    fields = kind.__struct_fields__
    with pytest.raises(msgspec.ValidationError, match="unknown field `colour`"):
        msgspec.convert({"colour": "green"}, kind)
    with pytest.raises(TypeError, match="positional"):
        kind(*fields)
    with pytest.raises(AttributeError, match="immutable"):
        setattr(kind(**dict.fromkeys(fields, "1")), fields[0], "2")


def test_what_is_left_out_is_verified_and_nothing_more_is_said_of_it():
    left_out = plain_standard(
        source(
            {"id": "G", "title": "组", "items": [item("A")], "groups": [group("H")]},
            coefficients={"k": {"label": "系数", "unit": "1", "clause": "2", "value": "3"}},
            conventions=[{"id": "V", "label": "取法", "clause": "3", "why": "标准未写明"}],
            ranks=[{"name": "A级", "share": "0.15", "clause": "4"}],
            tables={"limits": LIMITS},
        ).standard
    )
    row = left_out["tables"]["limits"]["rows"]["x"]
    sure = (row, left_out["coefficients"]["k"], left_out["conventions"][0], left_out["ranks"][0], left_out["groups"][0]["items"][0])
    assert {part["confidence"] for part in sure} == {"VERIFIED"}
    assert (row["source"], left_out["groups"][0]["clause"], left_out["notes"]) == ("", "", "")
