from django.db import migrations


def give_duties(apps, schema_editor):
    """The applicant who has been there longest is the unit's administrator, the others are fillers."""
    seen = set()
    for membership in apps.get_model("directory", "Membership").objects.filter(role="applicant").order_by("from_on", "id"):
        is_first = membership.until_on is None and membership.organisation_id not in seen
        membership.duty = "administrator" if is_first else "filler"
        membership.save(update_fields=["duty"])
        if is_first:
            seen.add(membership.organisation_id)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_duties_and_charges'),
    ]

    operations = [
        migrations.RunPython(give_duties, migrations.RunPython.noop),
    ]
