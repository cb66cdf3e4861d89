"""The virtual environment, the locked packages, the data folder and its secret key."""

import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VAR = Path(os.environ.get("GREENLIST_VAR") or ROOT / "var").absolute()
PYTHON = VENV / "bin" / "python"
# Compiled modules are kept: without them each of the many processes of a test run compiles Django and us anew.
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_PYTHON_DOWNLOADS": "never", "PYTHONDONTWRITEBYTECODE": ""}


def prepare(lock: str, *, is_warmed: bool = True) -> None:
    """Make .venv and install requirements/<lock>.txt by hash; a stamp makes the second time quick. The kernel is compiled unless somebody
    else does that meanwhile.
    """
    requirements = ROOT / "requirements" / f"{lock}.txt"
    if not PYTHON.exists():
        print("建立 .venv …", flush=True)
        _run([sys.executable, "-m", "venv", str(VENV)], "python3-venv is missing: apt-get install python3-venv")
    stamp = VENV / f".stamp-{lock}"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest() + sys.version
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"安装 requirements/{lock}.txt …", flush=True)
    _install(requirements)
    stamp.write_text(wanted)
    if is_warmed:
        warm()


def warm() -> None:
    """Compile the cohort kernel where numba is installed, so that nobody waits for it later. Kept under VAR: once for each version."""
    subprocess.run([str(PYTHON), "-m", "greenlist.engines.cohort.warming"], env=settings(is_demo=False), cwd=ROOT, check=False)


def settings(*, is_demo: bool) -> dict[str, str]:
    """The environment of our own processes."""
    return {
        **os.environ,
        **QUIET,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "greenlist.config.settings",
        "GREENLIST_SECRET_KEY": secret_key(),
        "GREENLIST_VAR": str(VAR),
        **({"GREENLIST_DEMO": "1"} if is_demo else {}),
    }


def secret_key() -> str:
    """A random key kept in VAR/secret_key, readable by the owner only."""
    VAR.mkdir(parents=True, exist_ok=True)
    file = VAR / "secret_key"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(48))
        file.chmod(0o600)
    return file.read_text().strip()


def _install(requirements: Path) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r"]
    uv = subprocess.run([*pip, str(ROOT / "requirements" / "uv.txt")], env={**os.environ, **QUIET}, capture_output=True, check=False)
    if uv.returncode == 0:
        command = [str(PYTHON), "-m", "uv", "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", "-r"]
        if subprocess.run([*command, str(requirements)], env={**os.environ, **QUIET}, check=False).returncode == 0:
            return
    _run([*pip, str(requirements)], "the packages could not be installed; is the package registry reached?")


def _run(command: list[str], advice: str) -> None:
    done = subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        sys.exit(advice)
