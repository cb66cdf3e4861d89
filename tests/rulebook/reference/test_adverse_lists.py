"""The lists that decide: each leads to a kind of record that a clause asks for; every list names units and says when it began."""

from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.adverse_lists import adverse_lists

CONFIDENCE = {"VERIFIED", "VERIFIED-SECONDARY", "RECALLED", "GUESS"}


def test_every_list_leads_to_a_clause_that_asks_for_its_kind():
    text = notice("jx-2024-20")
    for entry in adverse_lists().values():
        assert text.clause(entry.clause).bound.kind == entry.kind, entry.id


def test_every_list_reads_a_name_a_code_and_a_beginning_and_says_how_sure_the_heads_are():
    for entry in adverse_lists().values():
        by_id = {field.id: field for field in entry.fields}
        assert {"name", "credit_code", "from_on", "reference"} <= set(by_id)
        assert by_id["name"].is_required
        assert by_id["from_on"].is_required or entry.has_list_date
        assert {field.confidence for field in entry.fields} <= CONFIDENCE
        assert all(field.heads and field.label for field in entry.fields)
