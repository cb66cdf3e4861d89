"""Requests at their own times, whatever the answers: a plan of arrivals played over keep-alive connections, each answer timed from its arrival.

A server that falls behind makes later answers late too; nothing waits for it to catch up (no coordinated omission).
"""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from random import Random

CONNECTIONS = 64
PATIENCE_S = 30


@dataclass(frozen=True)
class Question:
    """What is asked: by whom ('public' or 'officer'), where, with which headers; a body makes it a POST."""

    who: str
    path: str
    headers: dict[str, str]
    body: str = ""


@dataclass(frozen=True)
class Answer:
    """Seconds from the arrival to the last byte, how many bytes, and the status (0: no answer)."""

    question: Question
    seconds: float
    status: int
    size: int

    @property
    def is_error(self) -> bool:
        return self.status not in {200, 302, 304}


def arrivals(questions: Iterator[Question], per_second: float, seconds: float, random: Random) -> Iterator[tuple[float, Question]]:
    """(second, question) with exponential gaps: the arrivals of people who do not know of one another."""
    at = random.expovariate(per_second)
    while at < seconds:
        yield at, next(questions)
        at += random.expovariate(per_second)


def play(plan: Iterable[tuple[float, Question]], port: int) -> list[Answer]:
    """Ask everything at its time; the answers in the order of the plan."""
    lines = threading.local()
    begun = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as askers:
        asked = []
        for at, question in plan:
            time.sleep(max(0, begun + at - time.monotonic()))
            asked.append(askers.submit(_ask, lines, port, question, begun + at))
        return [one.result() for one in asked]


def _ask(lines: threading.local, port: int, question: Question, arrived: float) -> Answer:
    try:
        status, size = _told(_line(lines, port), question)
    except (OSError, HTTPException):
        lines.held, status, size = None, 0, 0
    return Answer(question, time.monotonic() - arrived, status, size)


def _line(lines: threading.local, port: int) -> HTTPConnection:
    held: HTTPConnection | None = getattr(lines, "held", None)
    if held is None:
        held = lines.held = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    return held


def _told(line: HTTPConnection, question: Question) -> tuple[int, int]:
    line.request("POST" if question.body else "GET", question.path, body=question.body or None, headers=question.headers)
    answer = line.getresponse()
    return answer.status, len(answer.read())


def drawn(weighted: Sequence[tuple[int, Sequence[Question]]], random: Random) -> Iterator[Question]:
    """Questions without end: a kind by its weight, then one of the kind evenly."""
    weights = [weight for weight, _ in weighted]
    while True:
        yield random.choice(random.choices(weighted, weights)[0][1])
