"""C-66 the annex: the bureau sees its table with the notice's own columns before it is printed."""

from greenlist.casework.recommendation.models import Batch
from tests.portals.people import signed_in


def test_the_columns_of_the_annex_stand_on_the_page_of_the_batch(province, served_row):
    application = province.application_at("frozen")
    response = signed_in("bureau360400").get(f"/bureau/batches/{Batch.objects.get().pk}/")
    served_row(response, "序号", "区县", "第三方机构名称", "国家级或省级", application.site.name)
