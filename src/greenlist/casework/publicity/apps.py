from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "greenlist.casework.publicity"
    verbose_name = "宣传推广"
    default_auto_field = "django.db.models.BigAutoField"
