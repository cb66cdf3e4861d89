"""Stored files. The bytes lie under their SHA-256; a row is one upload by one organisation."""

from django.db import models

from greenlist.casework.journal.identifiers import uuid7

LETTERS = 20


class StoredFile(models.Model):
    """One upload. `organisation_id` owns it (plain value); `has_text` is null when not looked for."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    digest = models.CharField("摘要", max_length=80, db_index=True)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size_bytes = models.PositiveBigIntegerField("字节数")
    pages = models.PositiveIntegerField("页数", null=True)
    has_text = models.BooleanField("有可读文字", null=True)
    organisation_id = models.UUIDField("所属单位", db_index=True)
    uploaded_by = models.CharField("上传人", max_length=80)
    uploaded_at = models.DateTimeField("上传时间")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "材料"

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


class PageTexts(models.Model):
    """What was read once from the bytes of one digest: the text of each page, and the QR codes of pages that are pictures.

    `codes` is [page, text, turn], where `turn` is by how many degrees the page must be turned clockwise to stand upright.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    digest = models.CharField("摘要", max_length=80, unique=True)
    texts = models.JSONField("各页文字")
    codes = models.JSONField("二维码")
    read_at = models.DateTimeField("读取时间")

    class Meta:
        verbose_name = verbose_name_plural = "页面文字"

    @property
    def has_text(self) -> bool:
        """Is there text on any page beyond a stray letter?"""
        return any(len(text.strip()) > LETTERS for text in self.texts)
