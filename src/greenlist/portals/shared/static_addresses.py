"""Where a stylesheet or a script is: composed once, as a page names two dozen of them."""

from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage


class StaticAddresses(StaticFilesStorage):
    """Django's, that remembers the addresses it has told."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._told: dict[str, str] = {}

    def url(self, name: str | None) -> str:
        """The address under STATIC_URL."""
        key = name or ""
        if key not in self._told:
            self._told[key] = super().url(name)
        return self._told[key]
