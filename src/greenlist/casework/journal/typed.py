"""What somebody typed, before it is stored: too long for its column, or holding what the database refuses."""

from django.db.models import Model

from greenlist.casework.journal.refusals import Refused

NUL = "\0"


def too_long(model: type[Model], **texts: str) -> list[str]:
    """One sentence for each text that is longer than its column: SQLite would keep it, PostgreSQL would end the request."""
    fields = [(model._meta.get_field(name), text) for name, text in texts.items()]
    return [f"“{f.verbose_name}”最多{f.max_length}字，现在是{len(t)}字。" for f, t in fields if f.max_length and len(t) > f.max_length]


def check_plain(*texts: str) -> None:
    """Raises Refused for a NUL character: PostgreSQL cannot store it, neither as text nor inside JSON."""
    if any(NUL in text for text in texts):
        raise Refused("填写的内容里有不能保存的字符（NUL），没有存入。", then="请重新输入或粘贴为纯文本后再保存。")
