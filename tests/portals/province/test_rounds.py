"""开轮 on the page: what would begin is shown, one round a notice, by the province only."""

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.rounds.models import Round
from tests.portals.doorman import faults

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_round_is_opened_after_its_differences_were_shown(client, province):
    client.force_login(User.objects.get(username="province"), backend=BACKEND)
    page = client.get("/province/rounds/new/?notice=miit-2025-390").content.decode()
    assert faults(page) == []
    assert "条没有读到原文" in page
    assert "不再需要提交第三方评价报告" in page
    assert Round.objects.count() == 1
    assert client.post("/province/rounds/new/", {"notice": "miit-2025-390"}).status_code == 302
    assert Round.objects.get(notice="miit-2025-390").parameter_versions.count() == 1
    assert JournalEntry.objects.filter(action="open_round").count() == 2


def test_a_notice_that_had_its_round_is_refused_in_words(client, province):
    client.force_login(User.objects.get(username="province"), backend=BACKEND)
    answer = client.post("/province/rounds/new/", {"notice": "jx-2024-20"})
    assert (answer.status_code, "的轮次已经开过" in answer.content.decode()) == (409, True)
    assert client.get("/province/rounds/new/?notice=xx-1").status_code == 404
    assert Round.objects.count() == 1
