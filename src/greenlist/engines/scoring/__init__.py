"""The scoring engine, exact lane: a standard file becomes a plan, a plan and an application give a Result with its tree."""

from greenlist.engines.scoring.application import Application, ApplicationProblems, read_application
from greenlist.engines.scoring.compiling import NotInForce, compile_plan
from greenlist.engines.scoring.exact import ENGINE_VERSION, score
from greenlist.engines.scoring.form import Form, FormRow, FormSection, form_of
from greenlist.engines.scoring.load import load_standard
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.results import Result

__all__ = [
    "ENGINE_VERSION",
    "Application",
    "ApplicationProblems",
    "Form",
    "FormRow",
    "FormSection",
    "NotInForce",
    "Plan",
    "Result",
    "compile_plan",
    "form_of",
    "load_standard",
    "read_application",
    "score",
]
