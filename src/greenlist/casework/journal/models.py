"""Append-only tables: entries, seals, and the content that decisions used."""

from datetime import UTC, datetime
from typing import Any

from django.db import models

from greenlist.casework.journal.identifiers import uuid7


class AppendOnly(models.Model):
    """Rows are inserted once. A trigger refuses UPDATE and DELETE on both databases (migration 0002)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class JournalEntry(AppendOnly):
    """One act: who, in which position, did what to which case, when, under which clause, and why."""

    at = models.DateTimeField("时间")
    actor_id = models.UUIDField("人员编号", null=True)
    actor_name = models.CharField("人员", max_length=80)
    actor_role = models.CharField("角色", max_length=40)
    actor_organisation = models.CharField("单位", max_length=120, blank=True)
    action = models.CharField("动作", max_length=60)
    subject_kind = models.CharField("对象类别", max_length=60)
    subject_id = models.UUIDField("对象编号", null=True)
    subject_label = models.CharField("对象", max_length=200)
    source = models.CharField("原状态", max_length=40, blank=True)
    target = models.CharField("新状态", max_length=40, blank=True)
    clause = models.CharField("依据", max_length=20, blank=True)
    reason = models.TextField("理由", blank=True)
    detail = models.JSONField("细节", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "日志条目"
        ordering = ("at", "id")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="journal_subject"),
            models.Index(fields=["at", "id"], name="journal_time"),
        ]

    def content(self) -> dict[str, Any]:
        """What the seal covers: every field as text."""
        fields = (
            "at",
            "actor_id",
            "actor_name",
            "actor_role",
            "actor_organisation",
            "action",
            "subject_kind",
            "subject_id",
            "subject_label",
            "source",
            "target",
            "clause",
            "reason",
        )
        plain = {name: _text(getattr(self, name)) for name in fields}
        return {"id": str(self.id), **plain, "detail": self.detail}


class JournalSeal(AppendOnly):
    """The chain: number, entry, digest of the seal before, own digest (`sm3:…`)."""

    seq = models.PositiveBigIntegerField("序号", unique=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, verbose_name="条目", related_name="seal")
    previous = models.CharField("前一摘要", max_length=80)
    digest = models.CharField("摘要", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "封条"
        ordering = ("seq",)


class Content(AppendOnly):
    """Canonical JSON that a decision used (plan, parameters, facts, inputs), found by its hash."""

    digest = models.CharField("摘要", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=40)
    body = models.TextField("内容")
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = verbose_name_plural = "存证内容"


class ClockOffset(models.Model):
    """The demo clock's offset from the server's, in seconds."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    name = models.CharField("名称", max_length=20, unique=True)
    seconds = models.FloatField("秒")

    class Meta:
        verbose_name = verbose_name_plural = "演示时钟"


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
