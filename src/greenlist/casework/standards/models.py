"""校核稿: the official table of a standard, or of a reference table, compared with ours and signed by two persons."""

from django.db import models
from django.db.models import Q

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle

OPEN = ("load_prepared", "load_signed_once")


class StandardLoad(models.Model):
    """One official table as it came, and what it says otherwise than ours, value by value with its source.

    `subject` is `gbt-36132/2018`, or the name of a reference table. `plain` is the whole table as it would be, `rows` the differences;
    `base_digest` is the loaded edition it was compared with, '' for the one that is shipped. Signed twice it is an edition of its own:
    `number` (2018-1), its content by hash, in force for what is begun from `holds_from` on. `changes_digest` is what it would change of
    past decisions, listed before anybody signs.
    """

    LIFECYCLE = "standard_load"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    subject = models.CharField("校核的表", max_length=80)
    title = models.CharField("名称", max_length=200)
    state = models.CharField("状态", max_length=20, choices=lifecycle("standard_load").choices(), default="load_prepared")
    document = models.CharField("官方文本", max_length=200)
    holds_from = models.DateField("启用日")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="载入的文件", related_name="standard_loads")
    base_digest = models.CharField("比对的版本", max_length=80, blank=True)
    plain = models.JSONField("整表")
    rows = models.JSONField("差异")
    dropped_tests = models.PositiveIntegerField("不再成立的算例", default=0)
    changes_digest = models.CharField("以往决定的变化摘要", max_length=80, blank=True)
    changes_listed_at = models.DateTimeField("以往决定列出时间", null=True)
    number = models.CharField("版本", max_length=20, blank=True)
    content_digest = models.CharField("内容摘要", max_length=80, blank=True)
    office = models.CharField("签署单位", max_length=120, blank=True)
    prepared_by = models.CharField("载入人", max_length=80)
    prepared_at = models.DateTimeField("载入时间")
    first_signed_by_id = models.UUIDField("第一签署人编号", null=True)
    first_signed_by = models.CharField("第一签署人", max_length=80, blank=True)
    first_signed_at = models.DateTimeField("第一签署时间", null=True)
    second_signed_by = models.CharField("第二签署人", max_length=80, blank=True)
    second_signed_at = models.DateTimeField("第二签署时间", null=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "标准校核稿"
        constraints = [
            models.UniqueConstraint("subject", condition=Q(state__in=OPEN), name="one_open_standard_load"),
            models.UniqueConstraint("subject", "number", condition=~Q(number=""), name="one_loaded_edition_each"),
        ]

    def __str__(self) -> str:
        return f"{self.title}校核稿"
