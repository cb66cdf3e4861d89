"""The applicant's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "applicant": [
        Place("applicant:applications", "我的申报"),
        Place("applicant:files", "材料库"),
        Place("public:clauses", "条款", ("jx-2024-20",)),
        Place("public:list", "名单查询"),
    ]
}
