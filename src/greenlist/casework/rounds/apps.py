from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "greenlist.casework.rounds"
    verbose_name = "轮次"
    default_auto_field = "django.db.models.BigAutoField"
