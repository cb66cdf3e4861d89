"""Every entry that exists gets its events: listed, and removed where it was."""

from django.db import migrations
from django.utils import timezone

LABELS = {"national": "国家级", "provincial": "省级", "factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链管理企业"}
KEPT = ("name", "former_names", "credit_code", "site_id", "unit", "division", "industry", "level")
BY = "升级转入"


def enter(apps, schema_editor):
    entries, events = apps.get_model("register", "ListEntry"), apps.get_model("register", "ListEvent")
    entries.objects.filter(removed_on__isnull=False).update(state="listing_removed")
    at, made = timezone.now(), []
    for entry in entries.objects.filter(events=None).order_by("pk"):
        made += [events(entry=entry, entered_by=BY, entered_at=at, **values) for values in _events(entry)]
    events.objects.bulk_create(made, batch_size=500)


def _events(entry):
    sets = {column: _text(getattr(entry, column)) for column in KEPT}
    told = f"列入{entry.year}年{LABELS[entry.level]}{LABELS[entry.category]}名单（{entry.document}）。"
    yield {"number": 1, "kind": "entry_listed", "on": entry.listed_on, "document": entry.document, "public_text": told,
           "sets": {"state": "listing_standing", **sets}}  # fmt: skip
    if entry.removed_on:
        sets = {column: _text(getattr(entry, column)) for column in ("state", "removed_on", "removal_reason", "removal_clause")}
        yield {"number": 2, "kind": "entry_removed", "on": entry.removed_on, "reason": entry.removal_reason, "clause": entry.removal_clause,
               "public_text": f"移出名单：{entry.removal_reason}。", "sets": sets}  # fmt: skip


def _text(value):
    return "" if value is None else str(value)


class Migration(migrations.Migration):
    dependencies = [("register", "0007_list_events")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
