from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "greenlist.casework.status"
    verbose_name = "在册状态"
    default_auto_field = "django.db.models.BigAutoField"
