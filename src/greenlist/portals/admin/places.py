"""The top bars of the three administrators."""

from greenlist.portals.shared.places import Place

PLACES = {
    "system_admin": [
        Place("todos", "待办"),
        Place("admin:accounts", "账号"),
        Place("admin:sign_ins", "登录记录"),
        Place("admin:messages", "消息"),
        Place("admin:clock", "演示时间"),
    ],
    "security_admin": [Place("admin:memberships", "岗位"), Place("admin:sign_ins", "登录记录")],
    "audit_admin": [
        Place("todos", "待办"),
        Place("admin:journal", "日志"),
        Place("admin:journal_verification", "验链"),
        Place("admin:sign_ins", "登录记录"),
    ],
}
