from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "greenlist.casework.consultation"
    verbose_name = "征求意见"
    default_auto_field = "django.db.models.BigAutoField"
