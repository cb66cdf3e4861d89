"""Is there a letter to be had about this case?"""

from collections.abc import Mapping
from typing import Any

from django import template

from greenlist.casework.dossier.letters import refusal_of

register = template.Library()
REFUSED = ("not_recommended", "not_selected")


@register.simple_tag(takes_context=True)
def has_refusal_letter(context: Mapping[str, Any], application: Any) -> bool:
    """Was it refused, as far as this reader may know? Asks the database only for a case that did not get through."""
    return application.state in REFUSED and refusal_of(application, context["request"].actor) is not None
