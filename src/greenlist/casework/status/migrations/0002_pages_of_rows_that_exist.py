"""Every listing that exists gets its status page."""

from secrets import token_urlsafe

from django.db import migrations

from greenlist.casework.journal.identifiers import uuid7


def enter(apps, schema_editor):
    entries, pages = apps.get_model("register", "ListEntry"), apps.get_model("status", "StatusPage")
    lacking = entries.objects.filter(origin="published", status_page=None).order_by("pk").values_list("pk", flat=True)
    made = (pages(id=uuid7(), entry_id=pk, address=token_urlsafe(16), place=place) for place, pk in enumerate(lacking))
    pages.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("status", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
