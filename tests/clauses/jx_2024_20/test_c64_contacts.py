"""C-64 联系人: told to those who signed in, and to nobody else."""

from greenlist.rulebook.notices import notice
from tests.portals.people import signed_in

(CONTACTS,) = [p.contacts for p in notice("jx-2024-20").passages if p.contacts]


def test_those_who_signed_in_see_whom_to_call(province, served_row):
    served_row(signed_in("factory001").get("/notice-text/jx-2024-20/"), *CONTACTS)


def test_no_public_page_tells_a_number(client, db):
    pages = ["/clauses/jx-2024-20/", "/clauses/jx-2024-20/4/", "/rounds/jx-2024-20/", "/api/clauses/jx-2024-20/4"]
    said = "".join(client.get(path).content.decode() for path in pages)
    assert [c for c in CONTACTS if c.split()[-1] in said] == []
