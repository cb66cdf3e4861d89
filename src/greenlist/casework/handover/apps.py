from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "greenlist.casework.handover"
    verbose_name = "交接"
    default_auto_field = "django.db.models.BigAutoField"
