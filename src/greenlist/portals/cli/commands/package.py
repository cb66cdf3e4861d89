"""`greenlist package check|take|receipt FILE`: a package that came without a network. `check` needs neither database nor settings."""

import argparse
import sys
from pathlib import Path
from typing import Any

from greenlist.casework.delivery.opening import check_package

PIECE = 1 << 20


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("package", help="check a package made by another installation, or take it in")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    check = acts.add_parser("check", help="every file against the manifest; no database, no network")
    check.add_argument("file", type=Path)
    for name, words in (("take", "take it in here"), ("receipt", "load the receipt that came back, at the bureau that handed in")):
        act = acts.add_parser(name, help=words)
        act.add_argument("file", type=Path)
        act.add_argument("--by", required=True, metavar="LOGIN", help="who does it: the login name of an officer")
        if name == "take":
            act.add_argument("--asked", action="store_true", help="its office was asked on the telephone: the digest agrees")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def needs_database(chosen: argparse.Namespace) -> bool:
    """Does this act write?"""
    return bool(chosen.act != "check")


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 and one line a fault when a package is not whole; 2 when it is whole and refused."""
    if chosen.act == "check":
        return _check(chosen.file)
    from greenlist.casework.delivery.services import KnownPackage, load_receipt, offer_package, take_in_package  # noqa: PLC0415 -- app ready: models load after set-up

    actor = _officer(chosen.by)
    if chosen.act == "receipt":
        kept = load_receipt(chosen.file.read_bytes(), actor=actor)
        print(f"{kept.batch}：已签收，{kept.office} {kept.taken_by}")
        return 0
    try:
        with chosen.file.open("rb") as source:
            package = offer_package(chunks=iter(lambda: source.read(PIECE), b""), name=chosen.file.name, actor=actor)
    except KnownPackage as known:
        if known.package.batch_id:
            raise
        package = known.package
    batch = take_in_package(package, actor=actor, is_asked=chosen.asked, told=_tell)
    print(f"\n已收入{batch}：{package.row_count}件，总摘要 {package.digest}")
    return 0


def _check(file: Path) -> int:
    file.stat()  # a file that is not there is told as any other
    found = check_package(file)
    if found.problems or found.manifest is None:
        print("\n".join(found.problems))
        return 1
    told = found.manifest
    print(f"{told['office']['name']} {told['batch']['number']}：{len(told['rows'])}件，{len(told['files'])}个文件都与清单一致")
    print(f"总摘要 {found.digest}")
    return 0


def _officer(login: str) -> Any:
    """The person with this login name in the one position he holds. Raises LookupError."""
    from greenlist.casework.directory.models import Membership  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.directory.selectors import actor_in, in_force  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.journal.clock import today  # noqa: PLC0415 -- app ready: models load after set-up

    held = list(
        Membership.objects.filter(in_force(today()), user__username=login, user__is_active=True).select_related("user", "organisation")
    )
    if len(held) != 1:
        raise LookupError(f"登录名“{login}”应有一个在任的岗位，现有{len(held)}个。")
    return actor_in(held[0])


def _tell(done: int, total: int) -> None:
    print(f"\r{done} / {total}", end="", file=sys.stderr, flush=True)
