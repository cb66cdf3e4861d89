"""The county's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "county": [
        Place("todos", "待办"),
        Place("county:screening", "县级初审"),
        Place("county:letters", "县级请示"),
        Place("public:current_clauses", "条款"),
        Place("public:list", "名单查询"),
    ]
}
