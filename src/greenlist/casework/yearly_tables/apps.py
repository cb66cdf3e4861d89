from django.apps import AppConfig


class YearlyTablesConfig(AppConfig):
    name = "greenlist.casework.yearly_tables"
    verbose_name = "年度动态管理"
    default_auto_field = "django.db.models.BigAutoField"
