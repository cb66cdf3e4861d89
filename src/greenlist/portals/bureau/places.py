"""The bureau's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "bureau": [
        Place("todos", "待办"),
        Place("bureau:workbench", "工作台"),
        Place("bureau:consultations", "征求意见"),
        Place("bureau:batches", "推荐材料", also=("/platform/",)),
        Place("bureau:evaluators", "第三方机构", also=("/complaints/", "/evaluators/")),
        Place("inspections", "现场抽查"),
        Place("yearly", "动态管理", also=("/yearly/",)),
        Place("bureau:people", "单位账号"),
        Place("register", "名册"),
        Place("public:current_clauses", "条款"),
    ]
}
