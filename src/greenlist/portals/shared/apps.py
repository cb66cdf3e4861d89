from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "greenlist.portals.shared"
    label = "portal_shared"
