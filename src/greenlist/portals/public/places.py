"""The public top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "anonymous": [
        Place("public:list", "名单查询", also=("/listings/", "/batch/", "/changes/", "/published-lists/")),
        Place("public:notices", "公示公布", also=("/draws/",)),
        Place("public:dashboard", "数据概览", also=("/benchmarks/", "/published-counts/")),
        Place("public:evaluators", "第三方机构"),
        Place("public:cases", "典型案例", also=("/service-events/",)),
        Place("public:current_clauses", "条款", also=("/standards/",)),
        Place("public:self_check", "自查"),
        Place("public:open_data", "开放数据"),
    ]
}
