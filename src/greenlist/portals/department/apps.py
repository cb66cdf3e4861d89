from django.apps import AppConfig


class DepartmentConfig(AppConfig):
    name = "greenlist.portals.department"
    label = "portal_department"
