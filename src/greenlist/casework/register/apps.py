from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "greenlist.casework.register"
    verbose_name = "名册"
    default_auto_field = "django.db.models.BigAutoField"
