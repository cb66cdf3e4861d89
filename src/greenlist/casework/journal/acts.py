"""The Chinese word for every act in the journal: a transition's own, else the one in acts.yaml."""

from functools import cache
from pathlib import Path

import yaml

from greenlist.rulebook.lifecycle import lifecycle, names


@cache
def act_labels() -> dict[str, str]:
    """{action: word}."""
    words: dict[str, str] = yaml.safe_load(Path(__file__).with_name("acts.yaml").read_text(encoding="utf-8"))
    transitions = {t.action: t.done.removeprefix("已") for name in names() for t in lifecycle(name).transitions}
    return {**transitions, **words}


@cache
def detail_words() -> dict[str, str]:
    """{key of an entry's detail: word}."""
    words: dict[str, str] = yaml.safe_load(Path(__file__).with_name("details.yaml").read_text(encoding="utf-8"))
    return words


def act_label(action: str) -> str:
    """The word for one action; the action itself when it has none."""
    return act_labels().get(action, action)
