"""The bureau's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "bureau": [
        Place("todos", "待办"),
        Place("bureau:workbench", "工作台"),
        Place("bureau:consultations", "征求意见"),
        Place("bureau:batches", "推荐材料", also=("/platform/",)),
        Place("bureau:evaluators", "第三方机构", also=("/complaints/", "/evaluators/", "/body-returns/", "/problem-reports/")),
        Place("bureau:people", "单位账号"),
        Place("register", "在册管理", also=("/yearly/", "/inspections/", "/incidents/", "/publicity/")),
        Place("public:current_clauses", "条款"),
    ]
}
