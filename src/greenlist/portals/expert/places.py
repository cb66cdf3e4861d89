"""The expert's top bar."""

from greenlist.portals.shared.places import Place

PLACES = {"expert": [Place("expert:assignments", "我的评审"), Place("public:clauses", "条款", ("jx-2024-20",))]}
