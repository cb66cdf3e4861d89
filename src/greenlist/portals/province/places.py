"""The province's top bar."""

from greenlist.portals.shared.places import Place

_ALL = [
    Place("todos", "待办"),
    Place("province:round", "本轮"),
    Place("province:intake", "报送受理", also=("/platform/",)),
    Place("province:selection", "遴选"),
    Place("province:publications", "公示公布"),
    Place("register", "在册管理", also=("/yearly/", "/inspections/", "/incidents/", "/publicity/", "/province/draws/")),
    Place("province:evaluators", "第三方机构", also=("/complaints/", "/evaluators/", "/body-returns/", "/problem-reports/")),
    Place("public:current_clauses", "条款"),
    Place("province:parameters", "本轮参数", also=("/province/what-if/", "/province/standards/")),
]
PLACES = {"province": _ALL, "centre": _ALL}
