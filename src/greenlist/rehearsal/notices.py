"""The notices of later years in a rehearsal: invented copies of the one we hold, begun as `greenlist notice new` begins one.

They lie in the rehearsal's own data folder and nowhere else; the rulebook holds real notices only.
"""

from pathlib import Path

from django.conf import settings

from greenlist.rulebook.notices import hold_also, newest_notice, notice_ids
from greenlist.rulebook.notices.drafting import begin

FIRST = 2024  # the year of the notice we hold


def notice_of(year: int) -> str:
    """The id of the invented notice of a year after the first, written when it is not there yet."""
    if year <= FIRST:
        return newest_notice()
    folder, wanted = Path(settings.VAR) / "notices", f"demo-{year}"
    hold_also(folder)
    if wanted not in notice_ids():
        _name(begin(wanted, notice_of(year - 1), folder), year)
    return wanted


def _name(folder: Path, year: int) -> None:
    """Give it a number and a title, both marked as invented."""
    number, file, words = f"演工信节能字〔{year}〕演20号（演示）", folder / "round.yaml", folder / "text.md"
    _, _, rest = words.read_text(encoding="utf-8").partition("\n")
    words.write_text(f"# 关于{year}年度绿色制造名单推荐遴选的通知（演示，虚构）\n{rest}", encoding="utf-8")
    text = file.read_text(encoding="utf-8").replace("document_number: 文号待填", f"document_number: {number}")
    file.write_text(text.replace(f"basis: demo-{year}", f"basis: {number}"), encoding="utf-8")
