"""What the tests need of the machine: Chromium, a CJK font, LibreOffice as an oracle, installed from the system's packages when root."""

import os
import shutil
import subprocess

SHELL = "chromium-headless-shell"  # the same engine without the windows of a browser around it: pages cost half the processor time
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome")


def ensure(*, is_strict: bool) -> list[str]:
    """Install what is missing when we may; returns what is still missing. In strict mode the caller fails on it."""
    del is_strict
    wanted = []
    if not shutil.which(SHELL):
        wanted.append(SHELL)
    if not _has_font():
        wanted.append("fonts-noto-cjk")
    if not _has_office():
        wanted += ["libreoffice-writer-nogui", "libreoffice-calc-nogui"]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"安装 {' '.join(wanted)} …", flush=True)
        _apt("update", "-q")
        for package in wanted:  # one by one: where one is not to be had, the others are
            _apt("install", "-y", "-q", "--no-install-recommends", package)
        if not _has_browser():
            _apt("install", "-y", "-q", "--no-install-recommends", "chromium")
    return [
        name
        for name, is_there in (("Chromium", _has_browser()), ("a CJK font", _has_font()), ("LibreOffice", _has_office()))
        if not is_there
    ]


def browser() -> str:
    """The path of Chromium, the shell first; '' when there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def _apt(*words: str) -> None:
    subprocess.run(["apt-get", *words], check=False, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _has_browser() -> bool:
    return bool(browser())


def _has_office() -> bool:
    return bool(shutil.which("soffice"))


def _has_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())
