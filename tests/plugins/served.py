"""Sees where clauses act while tests run, and writes one fragment a run to var/served/ (see rulebook/served.py).

A spec counts by the kind of its clause. Rule, priority: it saw a passing and a failing verdict, and fails when every verdict is
turned round. Duty, judgement: it saw a service refuse the omission under this very clause (`served_omission`). Information: it saw
the words in their row on a page, and not beside it (`served_row`). What a fixture saw counts only in the spec of that clause.
"""

import inspect
import json
import os
import re
import sys

import lxml.html
import pytest

SPEC = re.compile(r"tests/clauses/(?P<notice>\w+)/test_c(?P<number>\d\d)_\w+\.py")
CASEWORK = "greenlist/casework/"
NOTICE = "jx-2024-20"
seen: dict[str, dict[str, str]] = {}
verdicts: dict[str, set[str]] = {}
failed_specs: set[str] = set()
passed_specs: dict[str, str] = {}
proven: set[str] = set()
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
    if place := _asking_service():
        _see_service(clause, place)


def _asking_service() -> str:
    """The nearest service of the casework that wanted the answer; '' when a page or a test asked."""
    frame = sys._getframe(3)
    while frame is not None:
        if CASEWORK in frame.f_code.co_filename and frame.f_code.co_filename.endswith("services.py"):
            return _place(frame.f_code.co_filename, frame.f_code.co_name)
        frame = frame.f_back
    return ""


def _see_service(clause: str, place: str) -> None:
    """Of several services the first by name is kept, so that the page does not depend on the order of tests."""
    own = seen.setdefault(clause, {})
    own["service"] = min(place, own.get("service", place))


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
    """Count the specs that passed and have shown what their kind asks for; write the fragment."""
    for clause, place in passed_specs.items():
        if clause not in failed_specs and _shows_enough(session, clause):
            seen.setdefault(clause, {})["spec"] = place
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if seen:
        from greenlist.rulebook.served import FRAGMENTS

        FRAGMENTS.mkdir(parents=True, exist_ok=True)
        name = f"{os.environ.get('GREENLIST_PART', 'local')}-{worker}.json"
        (FRAGMENTS / name).write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")


def _shows_enough(session, clause: str) -> bool:
    from greenlist.rulebook.notices import notice

    if notice(NOTICE).clause(clause).kind in {"rule", "priority"}:
        return {"met", "not_met"} <= verdicts.get(clause, set()) and _fails_inverted(session, clause)
    return clause in proven


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
    if set(inspect.signature(item.obj).parameters) - set(arguments):
        return False  # it wants a database: the pure paragraphs of the spec must fail on their own
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


@pytest.fixture
def served_omission(request):
    """served_omission(service, …): the service refuses what is left out, under the clause of this spec; returns the refusal."""

    def check(service, *arguments, **given):
        from greenlist.casework.journal.refusals import Refused

        clause, source = _own_clause(request), inspect.getsourcefile(service)
        assert CASEWORK in source and source.endswith("services.py"), source
        with pytest.raises(Refused) as refused:
            service(*arguments, **given)
        assert refused.value.clause == clause
        _see_service(clause, _place(source, service.__name__))
        proven.add(clause)
        return refused.value

    return check


@pytest.fixture
def served_row(request):
    """served_row(response, words): the page tells the words in the row of this spec's clause, and nowhere else without that row."""

    def check(response, *words: str) -> None:
        clause, page = _own_clause(request), lxml.html.fromstring(response.content.decode())
        rows = page.xpath(f'//main//*[@data-clause="{clause}"][not(self::a)]')
        assert rows, f"{clause} has no row on the page"
        assert [w for w in words if w not in " ".join(row.text_content() for row in rows)] == []
        for row in rows:
            row.drop_tree()
        assert [w for w in words if w in page.xpath("//main")[0].text_content()] == []
        proven.add(clause)

    return check


def _own_clause(request) -> str:
    match = SPEC.search(str(request.node.path).replace(os.sep, "/"))
    assert match, "only the spec of a clause may prove it"
    return f"C-{match['number']}"
