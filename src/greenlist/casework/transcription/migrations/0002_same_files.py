"""The digests of a delivery's files in one column, so that the database itself knows the same delivery again."""

from django.db import migrations, models
from django.db.models import Q


def fill(apps, schema_editor):
    """What is there already; of deliveries that came twice at once the later one stays known by its own id."""
    seen = set()
    for made in apps.get_model("transcription", "Transcription").objects.select_related("table", "archive").order_by("created_at", "id"):
        content = " ".join(file.digest for file in (made.table, made.archive) if file)
        key = (made.round_id, made.unit, content)
        made.content = content if key not in seen or made.state == "discarded" else str(made.pk)
        if made.state != "discarded":
            seen.add(key)
        made.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("transcription", "0001_initial")]

    operations = [
        migrations.AddField("transcription", "content", models.CharField(default="", max_length=160, verbose_name="内容"), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "transcription",
            models.UniqueConstraint("round", "unit", "content", condition=~Q(state="discarded"), name="one_import_of_the_same_files"),
        ),
    ]
