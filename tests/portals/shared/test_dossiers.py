"""The page of a dossier in the making."""

from uuid import uuid4

from greenlist.casework.dossier.jobs import DOSSIER
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask
from tests.casework.cast import JIUJIANG
from tests.portals.people import signed_in


def test_the_page_of_the_job_leads_back_to_the_case_and_says_each_thing_once(province):
    application = province.application_at("submitted")
    asked = ask(DOSSIER, actor=province.officer, about=f"{application.site.name}申报卷宗", application=str(application.pk), is_bound=False)
    run_next(runner=uuid4())
    client = signed_in(f"bureau{JIUJIANG}")
    page = client.get(f"/jobs/{asked.pk}/").content.decode()
    assert f'href="/bureau/applications/{application.pk}/">返回这一件' in page
    assert "共处理" not in page and "后台工作 · 申报卷宗" not in page
    assert '<span class="second small">申报卷宗</span>' not in client.get("/jobs/").content.decode()
