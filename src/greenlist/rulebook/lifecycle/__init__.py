"""State machines as tables. `lifecycle(name)` reads `<name>.yaml`; `diagram` draws it for the reference pages."""

from greenlist.rulebook.lifecycle.diagram import diagram, document
from greenlist.rulebook.lifecycle.tables import Lifecycle, State, Transition, lifecycle, names

__all__ = ["Lifecycle", "State", "Transition", "diagram", "document", "lifecycle", "names"]
