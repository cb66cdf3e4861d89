"""Sees where clauses act while tests run, and writes one fragment a run to var/served/ (see rulebook/served.py)."""

import inspect
import json
import os
import re
import sys

import pytest

SPEC = re.compile(r"tests/clauses/(?P<notice>\w+)/test_c(?P<number>\d\d)_\w+\.py")
CASEWORK = "greenlist/casework/"
seen: dict[str, dict[str, str]] = {}
verdicts: dict[str, set[str]] = {}
failed_specs: set[str] = set()
passed_specs: dict[str, str] = {}
_inverted = False


def pytest_configure(config):
    """Wrap the registry's one door, so that every finding is seen with its caller."""
    from greenlist.rulebook.eligibility import examples, registry

    plain = registry.evaluate

    def evaluate(name, facts, *, clause, parameters, checked_on):
        finding = plain(name, facts, clause=clause, parameters=parameters, checked_on=checked_on)
        _note(clause, finding.verdict.value)
        if _inverted:
            from dataclasses import replace

            return replace(finding, verdict=finding.verdict.inverted())
        return finding

    registry.evaluate = evaluate
    examples.evaluate = evaluate


def _note(clause: str, verdict: str) -> None:
    verdicts.setdefault(clause, set()).add(verdict)
    caller = inspect.stack()[2]  # who asked the rule itself: the same place whichever test ran last
    if CASEWORK in caller.filename and caller.filename.endswith("services.py"):
        seen.setdefault(clause, {})["service"] = _place(caller.filename, caller.frame.f_code.co_name)


def _place(file: str, name: str = "") -> str:
    from greenlist.rulebook.served import place

    return place(file, name)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    match = SPEC.search(str(item.path).replace(os.sep, "/"))
    if match and report.when == "call":
        clause = f"C-{match['number']}"
        if report.failed:
            failed_specs.add(clause)
        elif report.passed:
            passed_specs.setdefault(clause, _place(str(item.path)))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """A spec counts when it passed, saw a passing and a failing verdict, and fails under the inverted registry."""
    for clause, place in passed_specs.items():
        if clause not in failed_specs and {"met", "not_met"} <= verdicts.get(clause, set()) and _fails_inverted(session, clause):
            seen.setdefault(clause, {})["spec"] = place
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if seen:
        from greenlist.rulebook.served import FRAGMENTS

        FRAGMENTS.mkdir(parents=True, exist_ok=True)
        name = f"{os.environ.get('GREENLIST_PART', 'local')}-{worker}.json"
        (FRAGMENTS / name).write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")


def _fails_inverted(session, clause: str) -> bool:
    """Run the spec's own functions once more with every verdict turned round: at least one must fail."""
    global _inverted
    number = clause.removeprefix("C-")
    items = [i for i in session.items if re.search(rf"test_c{number}_", str(i.path))]
    _inverted = True
    try:
        return any(_raises(item) for item in items)
    finally:
        _inverted = False


def _raises(item) -> bool:
    arguments = getattr(getattr(item, "callspec", None), "params", {})
    try:
        item.obj(**arguments)
    except AssertionError:
        return True
    return False


@pytest.fixture
def served_public():
    """served_public(clause, response): the public page shows the clause."""

    def check(clause: str, response) -> None:
        assert f'data-clause="{clause}"' in response.content.decode()
        _note_view(clause, "public", response.request["PATH_INFO"])

    return check


@pytest.fixture
def served_screen():
    """served_screen(clause, page, url_name): the screen in the browser shows the clause, and its URL is that view's."""

    def check(clause: str, page, url_name: str) -> None:
        from urllib.parse import urlsplit

        from django.urls import resolve

        path = urlsplit(page.url).path
        assert resolve(path).view_name == url_name
        assert page.locator(f'[data-clause="{clause}"]').first.is_visible()
        _note_view(clause, "screen", path)

    return check


def _note_view(clause: str, place: str, path: str) -> None:
    from django.urls import resolve

    view = inspect.unwrap(resolve(path).func)
    seen.setdefault(clause, {})[place] = _place(sys.modules[view.__module__].__file__ or "", view.__name__)
