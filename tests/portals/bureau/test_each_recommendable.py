"""Many cases marked recommendable in one act: those that are ready are kept, the others told with their reasons."""

from greenlist.casework.applications.models import Application
from tests.casework.cast import JIUJIANG, fresh
from tests.portals.people import CHOSEN, page, signed_in


def test_those_that_are_ready_are_marked_and_the_others_told(province):
    ready, unready = (province.application_at("verifying", unit) for unit in province.units)
    Application.objects.filter(pk=unready.pk).update(report=None)
    client = signed_in(f"bureau{JIUJIANG}")
    assert "2件核验完毕" in page(client.get("/bureau/batches/"))
    shown = page(client.post("/bureau/batches/recommendability/", CHOSEN), 409)
    assert "已标为可推荐1件，1件没有标" in shown and unready.site.name in shown and "没有评价报告" in shown
    assert (fresh(ready).state, fresh(unready).state) == ("recommendable", "verifying")
    assert "1件核验完毕" in page(client.get("/bureau/batches/"))


def test_what_is_still_open_is_not_even_tried(province):
    case = province.application_at("submitted")
    client = signed_in(f"bureau{JIUJIANG}")
    assert "核验完毕" not in page(client.get("/bureau/batches/"))
    assert client.post("/bureau/batches/recommendability/", CHOSEN).status_code == 302
    assert fresh(case).state == "submitted"
