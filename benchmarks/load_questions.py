"""What the load asks: pages of the public with searches of all kinds, pages and one act of officers who are signed in."""

from itertools import chain
from random import Random
from urllib.parse import quote, urlencode

from django.test import Client

from benchmarks.crowd import add_applications, add_entries
from benchmarks.open_loop import Question
from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.selectors import at_work_in
from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import ListEntry
from greenlist.casework.rounds.selectors import current_notice
from greenlist.rehearsal.demo import CITY, load_demo
from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.regions import cities

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VISITOR = {"Accept-Encoding": "gzip", "User-Agent": "greenlist-load"}
OFFICERS = {
    f"bureau{CITY}": ("/todo/", "/bureau/workbench/", "/bureau/workbench/?page=2", "/bureau/consultations/", "/register/", "/yearly/", "/inspections/"),
    "province": ("/todo/", "/province/round/", "/province/intake/", "/province/selection/", "/province/evaluators/", "/province/parameters/"),
    "centre": ("/todo/", "/province/intake/", "/province/groups/", "/register/"),
}  # fmt: skip
Weighted = list[tuple[int, list[Question]]]


def questions(rows: int, applications: int, random: Random, token: str) -> dict[str, Weighted]:
    """Load the demo's province, add the rows; {who: [(weight, questions)]}."""
    list(load_demo(is_small=True))
    add_entries(rows, random)
    add_applications(Application.objects.filter(unit=CITY, state="verifying").order_by("number")[0], applications, random)
    return {"public": _public(random), "officer": _of_officers(token)}


def _public(random: Random) -> Weighted:
    found = list(ListEntry.objects.filter(origin="published").order_by("pk").values_list("pk", "name", "credit_code")[:2000])
    some = random.sample(found, 400)
    clauses = {f"/clauses/{text.id}/{clause.passage}/" for text in [notice(current_notice())] for clause in text.clauses}
    filters = [urlencode({"category": random.choice(("factory", "park", "supply_chain")), "unit": random.choice(cities()).code,
                          "year": random.randint(2017, 2024)}) for _ in range(200)]  # fmt: skip
    kinds = [
        (30, ["/"]),
        (15, [f"/?text={quote(name[2:8])}" for _, name, _ in some]),
        (10, [f"/?text={code}" for _, _, code in some]),
        (10, [f"/?{wanted}" for wanted in filters]),
        (5, [f"/?page={number}" for number in range(2, 60)]),
        (12, [f"/listings/{pk}/" for pk, _, _ in some]),
        (10, sorted(clauses)),
        (3, ["/changes/", "/standards/", "/notices/", "/open-data/"]),
        (5, [f"/api/list?text={quote(name[2:8])}" for _, name, _ in some]),
    ]
    return [(weight, [Question("public", path, VISITOR) for path in paths]) for weight, paths in kinds]


def _of_officers(token: str) -> Weighted:
    pages = list(chain.from_iterable(_pages(name, paths) for name, paths in OFFICERS.items()))
    cases = Application.objects.filter(unit=CITY, state="verifying").order_by("number").values_list("pk", flat=True)[:10]
    return [(60, pages), (35, _pages(f"bureau{CITY}", tuple(f"/bureau/applications/{pk}/" for pk in cases))), (5, [_act(token)])]


def _pages(name: str, paths: tuple[str, ...]) -> list[Question]:
    session = _session(name)
    return [Question("officer", path, {**VISITOR, "Cookie": f"sessionid={session}"}) for path in paths]


def _act(token: str) -> Question:
    """An inspection of a body, told by the bureau: it is written, and every kept page is made anew."""
    headers = {"Cookie": f"sessionid={_session(f'bureau{CITY}')}; csrftoken={token}", "X-CSRFToken": token,
               "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
    told = {"looked_on": today().isoformat(), "what": "（演示）查看现场评价记录", "problem": ""}
    body = at_work_in(CITY, current_notice())[0]
    return Question("officer", f"/bureau/evaluators/{body.pk}/inspection/", VISITOR | headers, urlencode(told))


def _session(name: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=name), backend=BACKEND)
    return client.cookies["sessionid"].value
