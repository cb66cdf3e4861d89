"""The expert's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "expert": [
        Place("todos", "待办"),
        Place("expert:assignments", "我的评审"),
        Place("expert:groups", "专家组"),
        Place("public:current_clauses", "条款"),
    ]
}
