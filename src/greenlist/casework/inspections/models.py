"""Draws of units to be visited, the visits, and the photographs taken there."""

from django.db import models

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import ListEntry
from greenlist.rulebook.lifecycle import lifecycle


class SpotDraw(models.Model):
    """One draw. `secret` is shown to nobody before the units are drawn; its digest is public from the beginning.

    `figure_named` and `figure_on` say which public figure of which day will be used, before anybody knows it. The closed set and what
    its chances were made of stand in the content table under `frame_content` and `basis_content`.
    """

    LIFECYCLE = "spot_draw"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("抽查编号", max_length=20, unique=True)
    state = models.CharField("状态", max_length=20, choices=lifecycle("spot_draw").choices(), default="draw_open")
    budget = models.PositiveIntegerField("抽查家数")
    even = models.PositiveSmallIntegerField("平均分给的比例（%）")
    strengths = models.JSONField("各项信号的强度")
    secret = models.CharField("密数", max_length=64)
    commitment = models.CharField("密数摘要", max_length=80)
    figure_named = models.CharField("公开数", max_length=80)
    figure_on = models.DateField("公开数的日期")
    opened_by = models.CharField("开始人", max_length=80)
    opened_at = models.DateTimeField("开始时间")
    unit_count = models.PositiveIntegerField("范围内家数", null=True)
    frame_digest = models.CharField("抽取范围摘要", max_length=80, blank=True)
    frame_content = models.CharField("抽取范围内容", max_length=80, blank=True)
    basis_content = models.CharField("风险信号内容", max_length=80, blank=True)
    closed_at = models.DateTimeField("封存时间", null=True)
    figure = models.CharField("公开数的值", max_length=40, blank=True)
    drawn_by = models.CharField("抽取人", max_length=80, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)
    record_content = models.CharField("抽取记录内容", max_length=80, blank=True)
    cancelled_because = models.CharField("作废理由", max_length=300, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "抽取"

    def __str__(self) -> str:
        return f"现场抽查 {self.number}"


class Inspection(models.Model):
    """One unit that was drawn, and what the visit found. `answers` is {item of the checklist: {"answer", "note"}}; `version` counts saves."""

    LIFECYCLE = "inspection"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    draw = models.ForeignKey(SpotDraw, models.PROTECT, verbose_name="抽取", related_name="inspections")
    entry = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="名单条目", related_name="inspections")
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    position = models.PositiveIntegerField("抽中次序")
    chance = models.CharField("入选概率", max_length=10)
    state = models.CharField("状态", max_length=20, choices=lifecycle("inspection").choices(), default="to_visit")
    version = models.PositiveIntegerField("保存次数", default=0)
    visited_on = models.DateField("检查日期", null=True)
    visitors = models.CharField("检查人", max_length=120, blank=True)
    answers = models.JSONField("检查结果", default=dict)
    finding = models.CharField("发现的问题", max_length=1000, blank=True)
    due_on = models.DateField("整改期限", null=True)
    account = models.CharField("整改情况", max_length=1000, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="整改材料", null=True, related_name="+")
    recheck = models.CharField("复查情况", max_length=1000, blank=True)
    outcome = models.CharField("处理理由", max_length=300, blank=True)
    saved_by = models.CharField("保存人", max_length=80, blank=True)
    changed_at = models.DateTimeField("最后变动")

    class Meta:
        verbose_name = verbose_name_plural = "现场检查"
        constraints = [models.UniqueConstraint("draw", "entry", name="one_inspection_a_draw_and_entry")]

    def __str__(self) -> str:
        return f"{self.entry}（{self.draw.number}）"


class Photograph(models.Model):
    """One picture taken at a visit, for one item of the checklist or the whole."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, verbose_name="现场检查", related_name="photographs")
    item = models.CharField("检查项", max_length=40, blank=True)
    caption = models.CharField("说明", max_length=100, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="照片", related_name="+")
    taken_by = models.CharField("上传人", max_length=80)
    taken_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
