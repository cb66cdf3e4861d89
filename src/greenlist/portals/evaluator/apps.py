from django.apps import AppConfig


class EvaluatorConfig(AppConfig):
    name = "greenlist.portals.evaluator"
    label = "portal_evaluator"
