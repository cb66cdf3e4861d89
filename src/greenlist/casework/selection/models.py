"""The selection table: numbered drafts with rows, decided by two persons; the dated screens before publishing."""

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.lifecycle import lifecycle


class SelectionDraft(models.Model):
    """One draft (稿). `line` is the admission line in points as text, '' for none; `lines` those that categories have of their own.

    `reopens` is the draft it takes the place of; `left_open` what was open when it went on, with the reason in `open_because`.
    """

    LIFECYCLE = "selection_draft"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="selection_drafts")
    number = models.PositiveIntegerField("稿")
    state = models.CharField("状态", max_length=20, choices=lifecycle("selection_draft").choices(), default="drafting")
    line = models.CharField("入选线", max_length=20, blank=True)
    lines = models.JSONField("分类入选线", default=dict)
    quotas = models.JSONField("名额", default=dict)
    reopens = models.ForeignKey("self", models.PROTECT, verbose_name="重排的那一稿", null=True, related_name="reopened_as")
    drafted_by = models.CharField("拟稿人", max_length=80)
    drafted_at = models.DateTimeField("拟稿时间")
    sent_by_id = models.UUIDField("送审人编号", null=True)
    sent_by = models.CharField("送审人", max_length=80, blank=True)
    sent_at = models.DateTimeField("送审时间", null=True)
    decided_by_id = models.UUIDField("审定人编号", null=True)
    decided_by = models.CharField("审定人", max_length=80, blank=True)
    decided_at = models.DateTimeField("审定时间", null=True)
    left_open = models.TextField("未办结事项", blank=True)
    open_because = models.CharField("未办结先送审的说明", max_length=300, blank=True)
    content_digest = models.CharField("内容摘要", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "遴选稿"
        constraints = [models.UniqueConstraint("round", "number", name="one_draft_each")]

    def __str__(self) -> str:
        return f"{self.round.year}年度遴选表第{self.number}稿"


class SelectionRow(models.Model):
    """One application in one draft: its rank, its outcome and the reason, with the clause."""

    class Outcome(models.TextChoices):
        PROPOSED = "proposed", "拟入选"
        NOT_SELECTED = "not_selected", "未入选"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(SelectionDraft, models.PROTECT, verbose_name="遴选稿", related_name="rows")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="selection_rows")
    score = models.CharField("评审分", max_length=20)
    rank = models.PositiveIntegerField("名次")
    outcome = models.CharField("结果", max_length=20, choices=Outcome)
    is_qualified = models.BooleanField("合格", default=True)
    is_nominated = models.BooleanField("择优推荐国家级", default=False)
    reason = models.CharField("理由", max_length=300)
    clause = models.CharField("依据", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "遴选行"
        ordering = ("rank",)
        constraints = [models.UniqueConstraint("draft", "application", name="one_selection_row_each")]


class Meeting(models.Model):
    """The meeting that decided a draft (会议审定): when, by which document, who took part."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    draft = models.OneToOneField(SelectionDraft, models.PROTECT, verbose_name="遴选稿", related_name="meeting")
    held_on = models.DateField("会议日期")
    document = models.CharField("纪要文号", max_length=120)
    attendees = models.CharField("参加人", max_length=300)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="会议纪要", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议审定"

    def __str__(self) -> str:
        return f"{self.draft} {self.document}"


class PublicationScreen(models.Model):
    """公布前查核: every proposed row of a draft against every exclusion and adverse record on one day; a dated proof by hash."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(SelectionDraft, models.PROTECT, verbose_name="遴选稿", related_name="screens")
    checked_on = models.DateField("查核日期")
    checked_at = models.DateTimeField("查核时间")
    checked_by = models.CharField("查核人", max_length=80)
    unit_count = models.PositiveIntegerField("查核家数")
    risk_count = models.PositiveIntegerField("风险项数")
    content_digest = models.CharField("内容摘要", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "公布前查核"
