"""What the demo's clock costs a page."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.clock import DEMO_START, set_demo_clock
from tests.casework.cast import make_province


def test_a_page_reads_the_demo_s_clock_once_however_often_it_asks_for_the_day(db, client, settings):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    case = make_province().application_at("verifying")
    client.force_login(User.objects.get(username="bureau360400"), backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/bureau/applications/{case.pk}/").status_code == 200
    assert sum("journal_clockoffset" in query["sql"] for query in asked) == 1
