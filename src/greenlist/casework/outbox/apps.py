from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "greenlist.casework.outbox"
    verbose_name = "消息发件箱"
    default_auto_field = "django.db.models.BigAutoField"
