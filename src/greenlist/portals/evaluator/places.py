"""The evaluator's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "evaluator": [
        Place("todos", "待办"),
        Place("evaluator:engagements", "评价委托"),
        Place("evaluator:cap", "国家级项目上限"),
        Place("evaluator:conditions", "机构条件"),
        Place("evaluator:returns", "年度工作情况"),
        Place("evaluator:complaints", "投诉"),
        Place("public:current_clauses", "条款"),
    ]
}
