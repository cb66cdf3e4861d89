"""`python3 run.py prove NAME`: long proofs, kept in proofs/ with the commit and a hash of the folder they cover."""

import hashlib
import json
import subprocess
import time
from pathlib import Path

from running import environment
from running.file_by_file import Kept

FOLDER = environment.ROOT / "proofs"
# name: (command's module with its arguments, the folder the result speaks of)
PROOFS = {
    "score_one": ("benchmarks.score_one", "src/greenlist/engines/scoring"),
    "openfisca_peer": ("benchmarks.openfisca_peer", "src/greenlist/engines"),
    "cohort_parquet": ("benchmarks.cohort_parquet", "src/greenlist/engines/cohort"),
    "cohort": ("benchmarks.cohort", "src/greenlist/engines/cohort"),
    "cohort_agreement": ("benchmarks.cohort_agreement", "src/greenlist/engines"),
    "watch_list": ("benchmarks.workbook", "src/greenlist/papers/list_reader"),
    "annexes": ("benchmarks.annexes", "src/greenlist/papers/table_reader"),
    "names": ("benchmarks.names", "src/greenlist/engines/identity"),
    "list_page": ("benchmarks.list_page", "src/greenlist/portals/public"),
    "public_list": ("benchmarks.public_list", "src/greenlist/portals/public"),
    "load": ("benchmarks.load", "src/greenlist/portals"),
    "package": ("benchmarks.package", "src/greenlist/casework/recommendation"),
    "office_lists": ("benchmarks.office_lists", "src/greenlist/portals"),
    "hostile": ("benchmarks.hostile", "src/greenlist/casework/files"),
    "mutation": ("benchmarks.mutation", "src/greenlist/rulebook/eligibility"),
    "mutation_scoring": ("benchmarks.mutation --of scoring", "src/greenlist/engines/scoring"),
    "oracle": ("benchmarks.oracle", "src/greenlist/engines/scoring"),
    "fuzz_standards": ("benchmarks.fuzz_standards", "src/greenlist/engines/scoring"),
    "register_histories": ("benchmarks.register_histories", "src/greenlist/casework/register"),
    "histories": ("benchmarks.histories", "src/greenlist/casework"),
    "status_forgeries": ("benchmarks.status_forgeries", "src/greenlist/engines/status"),
    "api_schema": ("benchmarks.api_schema", "src/greenlist/portals/api"),
    "risk_draw": ("benchmarks.risk_draw", "src/greenlist/engines/sampling"),
    "year": ("benchmarks.year", "src/greenlist/casework"),
    "years": ("benchmarks.year --years 3", "src/greenlist/casework"),
    "year_1000": ("benchmarks.year --units 1000", "src/greenlist/casework"),
}
FILE_BY_FILE = {"mutation", "mutation_scoring"}  # these write their result themselves, as they go


def run(arguments: list[str]) -> int:
    """Run one proof and keep its result; without a name, list them."""
    if not arguments or arguments[0] not in PROOFS:
        print("proofs:", ", ".join(PROOFS))
        return 0 if not arguments else 2
    environment.prepare("test")
    name = arguments[0]
    module, covered = PROOFS[name]
    env = environment.settings(is_demo=False)
    command = [str(environment.PYTHON), "-m", *module.split(), "--json"]
    done = subprocess.run(command, env=env, cwd=environment.ROOT, capture_output=True, text=True, check=False)
    print(done.stdout + done.stderr)
    if done.returncode == 0 and name not in FILE_BY_FILE:
        kept = {"commit": commit(), "covers": covered, "hash": folder_hash(covered), "on": time.strftime("%Y-%m-%d"),
                "result": json.loads(done.stdout.splitlines()[-1])}  # fmt: skip
        (FOLDER / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    return done.returncode


def tell_stale() -> None:
    """Name the proofs that are older than what they cover, and what one kept file by file does not cover."""
    for file in sorted(FOLDER.glob("*.json")):
        kept = json.loads(file.read_text())
        if "files" in kept:
            _tell_not_covered(Kept(file, kept["covers"], kept["tool"], kept["files"]))
        elif folder_hash(kept["covers"]) != kept["hash"]:
            print(f"stale proof: {file.stem} ({kept['covers']} changed since {kept['commit'][:8]})")


def _tell_not_covered(kept: Kept) -> None:
    if old := kept.not_covered():
        there = len(list(kept.there()))
        print(f"proof in part: {kept.file.stem} does not cover {len(old)} of {there} files in {kept.covers}: {', '.join(old)}")


def folder_hash(folder: str) -> str:
    """SHA-256 over the names and bytes of a folder's source files."""
    digest = hashlib.sha256()
    for path in sorted((environment.ROOT / folder).rglob("*")):
        if path.suffix in {".py", ".html", ".yaml"}:
            digest.update(str(path.relative_to(environment.ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def commit() -> str:
    """The commit that is checked out."""
    return subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path.cwd(), check=False).stdout.strip()
