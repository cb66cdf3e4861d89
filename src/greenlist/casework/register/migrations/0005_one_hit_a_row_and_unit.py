"""A row of a list is put to a unit once. Of rows put twice by two clicks at once the one that somebody settled stays."""

from django.db import migrations, models

FIRST = {"hit_same": 0, "hit_other": 1, "hit_open": 2}


def drop_doubles(apps, schema_editor):
    seen, doubles = set(), []
    rows = apps.get_model("register", "ProposedHit").objects
    for hit in sorted(rows.only("row_id", "organisation_id", "state"), key=lambda h: (FIRST[h.state], h.pk)):
        key = (hit.row_id, hit.organisation_id)
        doubles += [hit.pk] if key in seen else []
        seen.add(key)
    rows.filter(pk__in=doubles).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_park_type"), ("register", "0004_adverserecord_reference_proposedhit")]

    operations = [
        migrations.RunPython(drop_doubles, migrations.RunPython.noop),
        migrations.AddConstraint("proposedhit", models.UniqueConstraint("row_id", "organisation", name="one_hit_a_row_and_unit")),
    ]
