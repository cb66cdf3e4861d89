"""A published draw: the names of the units stand in it only while names are public."""

from greenlist.casework.inspections.draw_services import publish_draw
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.inspections.services import conclude_fine
from greenlist.casework.publication.disclosure import classes_of
from greenlist.casework.rounds.services import sign_parameters
from tests.casework.inspections.drawn import drawn, listed, visited
from tests.portals.people import page


def test_where_names_are_not_public_neither_page_nor_record_tells_them(province, may, client):
    name, cast = listed(province, 3)[1].name, province.cast
    draw = drawn(cast.province, may)
    for visit in Inspection.objects.all():
        conclude_fine(visited(visit, cast.centre), actor=cast.centre)
    publish_draw(draw, actor=cast.province)
    path = f"/draws/{draw.pk}/"
    assert name in page(client.get(path))
    assert client.get(f"{path}record.json").status_code == 200
    sign_parameters(province.round, changes={"disclosure_classes": classes_of(province.round) | {"name": "内部"}}, reason="演示",
                    first=cast.province, second=cast.director)  # fmt: skip
    text = page(client.get(path))
    assert name not in text
    assert "单位名称现在不公开，抽取记录可依申请取得" in text
    assert client.get(f"{path}record.json").status_code == 404
