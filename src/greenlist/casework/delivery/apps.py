from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "greenlist.casework.delivery"
    verbose_name = "离线报送"
    default_auto_field = "django.db.models.BigAutoField"
