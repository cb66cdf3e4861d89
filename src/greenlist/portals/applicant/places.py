"""The applicant's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {
    "applicant": [
        Place("todos", "待办"),
        Place("applicant:applications", "我的申报"),
        Place("applicant:yearly", "动态管理表", also=("/yearly/", "/incidents/")),
        Place("applicant:cases", "典型案例", also=("/publicity/",)),
        Place("applicant:files", "材料库"),
        Place("applicant:people", "本单位人员"),
        Place("public:current_clauses", "条款"),
        Place("public:list", "名单查询"),
    ]
}
