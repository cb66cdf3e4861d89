from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "greenlist.casework.enrolment"
    verbose_name = "开户"
    default_auto_field = "django.db.models.BigAutoField"
