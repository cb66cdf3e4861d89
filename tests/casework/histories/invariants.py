"""What must hold after every step, asked from the tables alone: one function an invariant, one sentence for each breach."""

from collections import Counter
from collections.abc import Iterator

from tests.casework.histories.reading import CLAUSES, EXCLUSIONS, Dated, Reading, Row

CAP = 15
AT_REST = {"draft", "withdrawn", "not_recommended"}
PUT_FORWARD = {"recommendable", "frozen", "recommended"}
IN_WINDOW = {"safety_accident", "quality_accident", "pollution_accident", "violation", "removal", "inspection_problem"}
ON_LIST = {"deregistration", "abnormal_listing", "rectification", "dishonest_debtor"}


def broken(before: Reading, after: Reading) -> list[str]:
    """Everything that this step broke."""
    return [*cap(before, after), *ban(before, after), *one_live(after), *no_open_exclusion(before, after), *rechecked(after)]


def cap(before: Reading, after: Reading) -> Iterator[str]:
    """Fifteen national projects a year for a legal representative; each holds one place while accepted or signed.

    More than fifteen can only be where two who hold places were decided to be one person: then none may be added.
    """
    held, earlier = _places(after), _places(before)
    for (person, year), count in held.items():
        merged = {pk for pk in before.persons if after.person(pk) == person}
        had = sum(earlier.get((pk, year), 0) for pk in merged)
        if count > max(CAP, had):
            yield f"cap: {count} places in {year}, {had} before"
    places = Counter(slot["engagement_id"] for slot in after.slots.values() if not slot["released_at"])
    for pk, engaged in after.engagements.items():
        is_lowered = engaged["state"] == "signed" and not _is_national(engaged)  # what was signed as national keeps its place
        wanted = {0, 1} if is_lowered else {int(_is_national(engaged) and engaged["state"] in {"engaged", "signed"})}
        if places[pk] not in wanted:
            yield f"cap: {engaged['application_number']} {engaged['state']} holds {places[pk]} places"
    yield from (
        f"cap: a place of {s['year']} taken in {after.day}"
        for pk, s in after.slots.items()
        if pk not in before.slots and s["year"] != after.day[:4]
    )


def ban(before: Reading, after: Reading) -> Iterator[str]:
    """While a body is banned nothing new rests on it: it accepts and signs nothing, nothing is handed in with its report, and in a round
    whose notice has the clause (C-60) nothing is put forward with one that was handed in before.
    """
    banned = {row["evaluator_id"] for row in after.bans if row["decided_on"] <= after.day < row["until_on"]}
    bodies = {e["application_number"]: e["evaluator_id"] for e in after.engagements.values() if e["state"] in {"engaged", "signed"}}
    for pk, engaged in after.engagements.items():
        earlier = before.engagements.get(pk, {})
        acted = any(engaged[name] != earlier.get(name) for name in ("state", "signed_at"))
        if acted and engaged["state"] in {"engaged", "signed"} and engaged["evaluator_id"] in banned:
            yield f"ban: {engaged['application_number']} {engaged['state']} by a banned body"
    for application in _moved(before, after, PUT_FORWARD | {"submitted"}):
        is_asked = application["state"] == "submitted" or after.notices[application["round_id"]] == "jx-2024-20"
        if is_asked and application["mode"] == "third_party" and bodies.get(application["number"]) in banned:
            yield f"ban: {application['number']} {application['state']} on the report of a banned body"


def one_live(after: Reading) -> Iterator[str]:
    """One application that is not withdrawn for a site, round and category."""
    live = Counter((a["round_id"], a["site_id"], a["category"]) for a in after.applications.values() if a["state"] != "withdrawn")
    yield from (f"one live: {count} applications of {category}" for (_, _, category), count in live.items() if count > 1)


def no_open_exclusion(before: Reading, after: Reading) -> Iterator[str]:
    """What is put forward has no exclusion 待核实, none found that nobody set aside, and none that the register shows; C-33 holds or is waived."""
    for application in _moved(before, after, PUT_FORWARD):
        for clause in sorted(EXCLUSIONS):
            found = after.found.get((application["id"], clause))
            if found is None or not (found.verdict == "met" or (found.verdict == "not_met" and found.judged == "set_aside")):
                yield f"open: {application['number']} {application['state']} with {clause} {found.verdict if found else 'not asked'}"
            elif found.verdict == "met" and any(
                _bars(kind, fact, found.checked_on) for kind, fact in _of_clause(after, application, clause)
            ):
                yield f"open: {application['number']} {application['state']}, the register bars it under {clause}"
        if application["category"] == "supply_chain" and not _in_chain(after, application):
            yield f"open: {application['number']} {application['state']}, no green factory and no waiver"


def rechecked(after: Reading) -> Iterator[str]:
    """No adverse fact without re-check: the newest finding of whatever is under way was computed from all that the tables hold."""
    for application in after.applications.values():
        if application["state"] in AT_REST:
            continue
        organisation = after.sites[application["site_id"]]["organisation_id"]
        for kind, clause in CLAUSES.items():
            facts = frozenset(_told(after, application["site_id"], kind))
            hits = (h for h in after.hits.values() if (h["organisation_id"], h["kind"], h["state"]) == (organisation, kind, "hit_open"))
            near = frozenset(_dates(h) for h in hits)
            found = after.found.get((application["id"], clause))
            if (facts or near) and (found is None or (found.facts, found.proposed) != (facts, near)):
                yield f"re-check: {application['number']} {application['state']}, {clause} was not computed from {sorted(facts | near)}"


def _is_national(engaged: Row) -> bool:
    return engaged["is_national"] in {"1", "True"}


def _places(reading: Reading) -> Counter[tuple[str, str]]:
    held = (slot for slot in reading.slots.values() if not slot["released_at"])
    return Counter((reading.person(slot["representative_id"]), slot["year"]) for slot in held)


def _state(reading: Reading, application: Row) -> str:
    return reading.applications.get(application["id"], {}).get("state", "")


def _moved(before: Reading, after: Reading, states: set[str]) -> Iterator[Row]:
    """The applications that came into one of these states by this step; taking a batch back puts nothing forward."""
    for application in after.applications.values():
        step = (_state(before, application), application["state"])
        if application["state"] in states and step[0] != step[1] and step != ("frozen", "recommendable"):
            yield application


def _of_clause(after: Reading, application: Row, clause: str) -> Iterator[tuple[str, Dated]]:
    for kind in (kind for kind, bound in CLAUSES.items() if bound == clause):
        yield from ((kind, fact) for fact in _told(after, application["site_id"], kind))


def _told(after: Reading, site: str, kind: str) -> Iterator[Dated]:
    """The dated facts of one kind that the register holds of a site: of the same beginning and document the newest row counts, and a row
    without a document is a person's word on all that began that day.
    """
    held: dict[tuple[str, str], Row] = {}
    for row in after.records:
        if (row["site_id"], row["kind"]) == (site, kind):
            if not row["reference"]:
                held = {key: earlier for key, earlier in held.items() if key[0] != row["from_on"]}
            held[row["from_on"], row["reference"]] = row
    yield from (_dates(row) for row in held.values())
    if kind == "removal":
        code = after.code(site)
        own = (e for e in after.entries.values() if e["removed_on"] and (e["site_id"] == site or (code and e["credit_code"] == code)))
        yield from ((e["removed_on"], "") for e in own)


def _dates(row: Row) -> Dated:
    return row["from_on"], row["until_on"]


def _bars(kind: str, fact: Dated, day: str) -> bool:
    """Does one fact alone bar on this day? Stops are left to the rule: they are joined and counted in months."""
    began, ended = fact
    if kind in ON_LIST:
        return began <= day and (not ended or ended > day)
    return kind in IN_WINDOW and began <= day and (ended or began) >= f"{int(day[:4]) - 3}{day[4:]}"


def _in_chain(after: Reading, application: Row) -> bool:
    code = after.code(application["site_id"])
    listed = any(
        e["category"] == "factory" and not e["removed_on"] and (e["site_id"] == application["site_id"] or e["credit_code"] == code)
        for e in after.entries.values()
    )
    return listed or (application["round_id"], "C-33", code) in after.waivers
