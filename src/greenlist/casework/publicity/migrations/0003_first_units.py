from django.db import migrations

OFFICES = {"": "province"}  # who entered for a region is its bureau, for the whole province the province


def name_units(apps, schema_editor):
    """The cases written so far are of the unit that holds the entry; events and lines of the log of the office of their region."""
    for case in apps.get_model("publicity", "GoodCase").objects.filter(entry__site__isnull=False).select_related("entry__site"):
        case.organisation_id = case.entry.site.organisation_id
        case.save(update_fields=["organisation"])
    for name in ("ServiceEvent", "Placement"):
        rows = apps.get_model("publicity", name).objects.filter(organisation=None)
        for unit in sorted(set(rows.values_list("unit", flat=True))):
            offices = apps.get_model("directory", "Organisation").objects.filter(kind=OFFICES.get(unit, "bureau"))
            office = (offices.filter(unit=unit) if unit else offices).order_by("id").first()
            rows.filter(unit=unit).update(organisation=office)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_organisationname_source'),
        ('publicity', '0002_consenting_unit'),
    ]

    operations = [
        migrations.RunPython(name_units, migrations.RunPython.noop),
    ]
