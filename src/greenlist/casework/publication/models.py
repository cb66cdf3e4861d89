"""Public notices with their rows, objections to them, the published list, nominations, and the letters released with it."""

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.casework.selection.models import SelectionDraft
from greenlist.rulebook.lifecycle import lifecycle


class PublicNotice(models.Model):
    """A notice period: from `starts_on` to `ends_on`, both included. A draft drawn again gives notice of who enters by it."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    draft = models.OneToOneField(SelectionDraft, models.PROTECT, verbose_name="遴选稿", related_name="notice")
    title = models.CharField("标题", max_length=120)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    content_digest = models.CharField("内容摘要", max_length=80)
    given_by = models.CharField("发布人", max_length=80)
    given_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "公示"

    def __str__(self) -> str:
        return self.title


class NoticeRow(models.Model):
    """One unit in one notice: whose own period it is."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, verbose_name="公示", related_name="rows")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="notice_rows")

    class Meta:
        verbose_name = verbose_name_plural = "公示单位"
        constraints = [models.UniqueConstraint("notice", "application", name="one_notice_row_each")]


class Objection(models.Model):
    """An objection or report about a noticed unit. Internal: nothing of it is ever shown publicly.

    `sender` is a keyed hash of the address it came from, to hold back a flood; the address itself is not kept.
    """

    LIFECYCLE = "objection"

    class Channel(models.TextChoices):
        PUBLIC_FORM = "public_form", "公示页面"
        BY_OFFICE = "by_office", "省厅登记"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("编号", max_length=20, unique=True)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, verbose_name="公示", related_name="objections")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", null=True, related_name="objections")
    state = models.CharField("状态", max_length=20, choices=lifecycle("objection").choices(), default="received")
    channel = models.CharField("来路", max_length=20, choices=Channel)
    statement = models.TextField("事实和理由", max_length=2000)
    contact_name = models.CharField("姓名或单位", max_length=80, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    sender = models.CharField("来源标记", max_length=64, blank=True)
    received_at = models.DateTimeField("收到时间")
    received_by = models.CharField("登记人", max_length=80)
    examination = models.TextField("核查情况", blank=True)
    examined_by = models.CharField("核查人", max_length=80, blank=True)
    reason = models.TextField("处理理由", blank=True)
    document_number = models.CharField("处理文号", max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="处理文件", null=True, related_name="objections")
    decided_by = models.CharField("处理人", max_length=80, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议"

    def __str__(self) -> str:
        return self.number


class Publication(models.Model):
    """A published list: immutable content by hash; its rows stand in register.ListEntry."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="publications")
    draft = models.OneToOneField(SelectionDraft, models.PROTECT, verbose_name="遴选稿", related_name="publication")
    title = models.CharField("标题", max_length=120)
    document_number = models.CharField("文号", max_length=60)
    published_on = models.DateField("公布日期")
    content_digest = models.CharField("内容摘要", max_length=80)
    published_by = models.CharField("公布人", max_length=80)
    published_at = models.DateTimeField("公布时间")
    contradictions_because = models.TextField("判断不一致的说明", blank=True)
    ministry_number = models.CharField("向工信部推荐的文号", max_length=60, blank=True)
    ministry_on = models.DateField("向工信部推荐的日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布"

    def __str__(self) -> str:
        return self.title


class Nomination(models.Model):
    """A unit recommended to the ministry from the published list (C-13)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, verbose_name="公布", related_name="nominations")
    application = models.OneToOneField(Application, models.PROTECT, verbose_name="申报件", related_name="nomination")
    nominated_at = models.DateTimeField("推荐时间")

    class Meta:
        verbose_name = verbose_name_plural = "国家级推荐"


class FeedbackLetter(models.Model):
    """反馈函: what a recommending unit is told about its rows, released in the same act as the list; the words by hash."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, verbose_name="公布", related_name="letters")
    unit = models.CharField("推荐单位代码", max_length=6)
    content_digest = models.CharField("内容摘要", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "反馈函"
        constraints = [models.UniqueConstraint("publication", "unit", name="one_letter_each")]
