"""Where result files lie: under the job's own id, not among the uploads, so that a result goes without asking who else has its bytes."""

import hashlib
from pathlib import Path

from django.conf import settings

from greenlist.casework.jobs.models import Job

PIECE = 1 << 20


def place_of(job: Job) -> Path:
    """Where the finished file of a job lies."""
    return _folder() / str(job.pk)


def unfinished_place(job: Job) -> Path:
    """Where one worker process writes it; another that takes the job over writes elsewhere."""
    _folder().mkdir(parents=True, exist_ok=True)
    return _folder() / f"{job.pk}.{job.runner}.part"


def digest_of(path: Path) -> tuple[str, int]:
    """(`sha256:…`, bytes) of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}", path.stat().st_size


def unfinished() -> list[tuple[Path, str, str]]:
    """(file, job, worker process) of everything half written."""
    return [(part, *part.name.split(".")[:2]) for part in _folder().glob("*.*.part")]


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "results"
