"""Lists as they come to the province, in the smallest form."""

from datetime import date

from greenlist.casework.oversight.services import confirm_list, receive_list

DEBTOR_HEAD = "被执行人姓名/名称,身份证号码/组织机构代码,执行法院,案号,立案时间,移出日期"
DAY = date(2024, 5, 20)


def received(
    actor, *rows, head=DEBTOR_HEAD, list_id="dishonest_debtor", region="360000", name="失信名单.csv", source="执行信息公开网", **more
):
    """A list of these lines, taken and waiting to be imported."""
    body = "\n".join((head, *rows)).encode()
    return receive_list(chunks=[body], name=name, list_id=list_id, source=source, looked_up_on=DAY, region=region, actor=actor, **more)


def imported(actor, *rows, **more):
    """The same, imported."""
    delivery = received(actor, *rows, **more)
    confirm_list(delivery, actor=actor)
    delivery.refresh_from_db()
    return delivery


def debtor(name, number=1, *, code="", began="2024-01-05", ended=""):
    """One line of the list of 失信被执行人."""
    return f"{name},{code},演示人民法院,（2024）演执{number}号,{began},{ended}"
