"""Who may take the package of a batch, and when."""

import io
import zipfile

from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.services import prepare_batch, take_back
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG, NANCHANG
from tests.portals.people import page, signed_in


def opened(response) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()


def test_the_bureau_takes_its_own_frozen_package_and_the_province_what_was_handed_in(province):
    case = province.application_at("frozen")
    batch = Batch.objects.get()
    own, theirs = f"/bureau/batches/{batch.pk}/package.zip", f"/province/batches/{batch.pk}/package.zip"
    bureau, above = signed_in(f"bureau{JIUJIANG}"), signed_in("province")
    assert f"评价报告/绿色工厂/001_九江市_{case.site.name}_绿色工厂.pdf" in opened(bureau.get(own))
    shown = page(bureau.get(f"/bureau/batches/{batch.pk}/"))
    assert own in shown and "下载材料（压缩包，未含盖章件）" in shown
    assert signed_in(f"bureau{NANCHANG}").get(own).status_code == 404
    assert above.get(theirs).status_code == 404
    acts.hand_in_batch(prepare_batch(province.round, actor=province.officer), province.officer)
    assert "推荐函（盖章扫描件）.pdf" in opened(above.get(theirs))
    assert theirs in page(above.get(f"/province/batches/{batch.pk}/"))
    workbook = zipfile.ZipFile(io.BytesIO(b"".join(above.get(theirs).streaming_content))).read("推荐汇总表.xlsx")
    for client, place in ((bureau, f"/bureau/batches/{batch.pk}/papers/table.xlsx"), (above, f"/province/batches/{batch.pk}/table.xlsx")):
        assert client.get(place).content == workbook
    bureau.get(f"/bureau/batches/{batch.pk}/papers/letter.pdf")
    lines = JournalEntry.objects.filter(action="download_papers", detail__batch=batch.number)
    names = [line.reason.removeprefix(batch.office) for line in lines.order_by("at", "id")]
    assert [name.partition("（")[0] for name in names] == [
        "推荐材料",
        "推荐材料",
        "推荐材料",
        "推荐汇总表.xlsx",
        "推荐汇总表.xlsx",
        "推荐函.pdf",
    ]


def test_before_it_is_frozen_the_page_says_what_to_do(province):
    province.application_at("frozen")
    batch = Batch.objects.get()
    take_back(batch, actor=province.officer)
    shown = page(signed_in(f"bureau{JIUJIANG}").get(f"/bureau/batches/{batch.pk}/package.zip"), 409)
    assert "还没有送签" in shown and "选件送签" in shown
