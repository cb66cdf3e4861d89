from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "greenlist.casework.verification"
    verbose_name = "核验"
    default_auto_field = "django.db.models.BigAutoField"
