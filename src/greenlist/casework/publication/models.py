"""Public notice and publication; national nominations follow in the same act."""

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.casework.selection.models import SelectionDraft


class PublicNotice(models.Model):
    """A notice period: from `starts_on` to `ends_on`, both included."""

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
