"""The custom user: a person who signs in by name; roles are held through directory.Membership only."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from greenlist.casework.journal.identifiers import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users; the login name is kept as typed, compared without case by Django's normalisation."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "", encoded: str = "", phone: str = "") -> "User":
        user = self.model(username=self.model.normalize_username(username), name=name or username, password=encoded, phone=phone)
        if not encoded:
            user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person. Never deleted: `is_active` ends sign-in."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    username = models.CharField("登录名", max_length=80, unique=True)
    name = models.CharField("姓名", max_length=80)
    phone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("可登录", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name


class ActivationCode(models.Model):
    """A one-time code with which a person sets his password. Only its keyed hash is held; `ended_at`: used, or replaced by a newer one."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="activation_codes")
    digest = models.CharField("摘要", max_length=64, unique=True)
    issued_by = models.CharField("发码人", max_length=80)
    issued_at = models.DateTimeField("发码时间")
    expires_at = models.DateTimeField("有效期至")
    ended_at = models.DateTimeField("用过或作废", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "启用码"
        constraints = [models.UniqueConstraint("user", condition=Q(ended_at=None), name="one_open_activation_code_each")]
