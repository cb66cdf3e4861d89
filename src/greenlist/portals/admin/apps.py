from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "greenlist.portals.admin"
    label = "portal_admin"
