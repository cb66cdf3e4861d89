"""Served is computed: all 69 clauses have a row, and C-44 loses it when any one of its six places is taken away."""

from dataclasses import replace

import pytest

from greenlist.rulebook import served
from greenlist.rulebook.notices import notice

WHOLE = {"C-44": {"spec": "a.py:1", "service": "b.py:2", "screen": "c.py:3", "public": "d.py:4"}}
NOTICE = "jx-2024-20"


def test_every_clause_has_a_computed_row():
    places = served.merge([], NOTICE)
    assert len(places) == 69
    assert all(p.data for p in places.values())
    assert not any(served.is_served(c.kind, places[c.id]) for c in notice(NOTICE).clauses)


def test_c44_is_served_when_all_six_places_are_seen():
    assert served.is_served("rule", served.merge([WHOLE], NOTICE)["C-44"])


@pytest.mark.parametrize("place", ["spec", "service", "screen", "public"])
def test_c44_is_not_served_without_a_place_that_the_tests_must_see(place):
    fragment = {"C-44": {name: at for name, at in WHOLE["C-44"].items() if name != place}}
    assert not served.is_served("rule", served.merge([fragment], NOTICE)["C-44"])


def test_c44_is_not_served_without_its_binding(monkeypatch):
    text = notice(NOTICE)
    unbound = replace(text, clauses=tuple(replace(c, binding=None) if c.id == "C-44" else c for c in text.clauses))
    monkeypatch.setattr(served, "notice", lambda _: unbound)
    assert not served.is_served("rule", served.merge([WHOLE], NOTICE)["C-44"])


def test_c44_is_not_served_without_its_text():
    assert not served.is_served("rule", replace(served.merge([WHOLE], NOTICE)["C-44"], data=""))


def test_the_committed_page_says_that_c44_is_served():
    line = next(x for x in served.PAGE.read_text(encoding="utf-8").splitlines() if x.startswith("| C-44"))
    assert line.endswith("| yes |")


def test_every_place_on_the_committed_page_still_stands():
    gone = []
    for line in served.PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].startswith("C-"):
            gone += [(cells[0], place) for place in cells[4:10] if place != "—" and not stands(place)]
    assert gone == []


def stands(place):
    file, _, name = place.partition("#")
    path = served.ROOT / file
    return path.exists() and (not name or served.located(place) != f"{file}:1" or path.read_text().startswith(f"def {name}("))
