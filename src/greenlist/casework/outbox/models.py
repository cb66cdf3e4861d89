"""A message and every attempt to send it, the gates behind which messages wait, and by which ways a person wants to be reached."""

from django.db import models

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import AppendOnly


class Message(models.Model):
    """One message to one person in one position by one channel; whom it concerns and what caused it are plain values.

    `key` makes it exactly one. It goes when `held_until` is over and its gate, if it has one, was opened. Not a case of the one
    door: its attempts are append-only rows (decision 0031).
    """

    class Channel(models.TextChoices):
        IN_APP = "in_app", "站内"
        MAIL = "mail", "电子邮件"
        SMS = "sms", "短信"

    class Outcome(models.TextChoices):
        WAITING = "message_waiting", "待发"
        SENDING = "message_sending", "正在送出"
        SENT = "message_sent", "已送出"
        FAILED = "message_failed", "没有送出"
        UNKNOWN = "message_unknown", "不知是否送出"
        WITHDRAWN = "message_withdrawn", "发出前撤回"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    key = models.CharField("唯一标识", max_length=200, unique=True)
    kind = models.CharField("事由", max_length=40)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    person_id = models.UUIDField("收件人编号")
    person_name = models.CharField("收件人", max_length=80)
    membership_id = models.UUIDField("收件岗位编号")
    organisation_name = models.CharField("收件单位", max_length=120, blank=True)
    address = models.CharField("地址", max_length=254, blank=True)
    subject = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    clause = models.CharField("依据", max_length=20, blank=True)
    page = models.CharField("办理页面", max_length=40, blank=True)
    about_id = models.UUIDField("对象编号", null=True)
    occasion = models.CharField("起因", max_length=80, db_index=True)
    act = models.CharField("起因动作", max_length=60)
    office_id = models.UUIDField("发件单位编号", null=True)
    office_name = models.CharField("发件单位", max_length=120, blank=True)
    caused_by = models.CharField("经办人", max_length=80)
    created_at = models.DateTimeField("写入时间")
    held_until = models.DateTimeField("留存至")
    gate = models.CharField("等候", max_length=80, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.WAITING)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次送出", null=True)
    sending_since = models.DateTimeField("开始送出", null=True)
    ended_at = models.DateTimeField("了结时间", null=True)
    problem = models.CharField("没有送出的原因", max_length=200, blank=True)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        indexes = [
            models.Index(fields=["membership_id", "channel", "read_at"], name="message_of_a_position"),
            models.Index(fields=["outcome", "channel", "held_until"], name="message_due"),
            models.Index(fields=["office_id", "created_at"], name="message_of_an_office"),
        ]

    def __str__(self) -> str:
        return self.subject


class Attempt(AppendOnly):
    """One step of one attempt to send, by the server's own clock: begun, then how it ended. Begun without an end is not known."""

    class Step(models.TextChoices):
        BEGUN = "attempt_begun", "开始送出"
        SENT = "attempt_sent", "对方已收下"
        FAILED = "attempt_failed", "对方没有收下"
        UNCLEAR = "attempt_unclear", "中断，不知是否收下"

    message = models.ForeignKey(Message, models.PROTECT, verbose_name="消息", related_name="attempts")
    number = models.PositiveSmallIntegerField("第几次")
    step = models.CharField("进程", max_length=20, choices=Step)
    at = models.DateTimeField("时间")
    problem = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "送出记录"
        constraints = [models.UniqueConstraint("message", "number", "step", name="one_step_of_an_attempt")]

    def __str__(self) -> str:
        return f"第{self.number}次 {self.get_step_display()}"


class OpenedGate(AppendOnly):
    """A gate that an act opened, such as the publication of a round: messages behind it go from `from_at` on, never before."""

    name = models.CharField("名称", max_length=80, unique=True)
    opened_at = models.DateTimeField("放行时间")
    opened_by = models.CharField("放行人", max_length=80)
    from_at = models.DateTimeField("自何时发出")

    class Meta:
        verbose_name = verbose_name_plural = "消息放行"

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """By which ways beside the page a person wants to be told; he alone sets it, and his address is shown to nobody else."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.PROTECT, verbose_name="账号", related_name="reach")
    email = models.EmailField("电子邮箱", blank=True)
    wants_mail = models.BooleanField("收电子邮件", default=False)
    wants_sms = models.BooleanField("收短信", default=False)
    changed_at = models.DateTimeField("更改时间")

    class Meta:
        verbose_name = verbose_name_plural = "接收方式"
