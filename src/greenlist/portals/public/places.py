"""The public top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "anonymous": [
        Place("public:list", "名单查询"),
        Place("public:notices", "公示公布", also=("/draws/",)),
        Place("public:current_clauses", "条款"),
        Place("public:self_check", "自查"),
        Place("public:standards", "标准"),
        Place("public:open_data", "开放数据"),
    ]
}
