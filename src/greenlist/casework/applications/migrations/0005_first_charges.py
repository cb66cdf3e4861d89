from django.db import migrations


def give_charges(apps, schema_editor):
    """What is under way is in the hands of the unit's administrator."""
    Membership, Charge = apps.get_model("directory", "Membership"), apps.get_model("directory", "Charge")
    for application in apps.get_model("applications", "Application").objects.select_related("site"):
        organisation = application.site.organisation_id
        holder = Membership.objects.filter(organisation=organisation, role="applicant", duty="administrator", until_on=None).first()
        Charge.objects.get_or_create(
            organisation_id=organisation, role="applicant", subject_id=application.pk,
            defaults={"membership": holder, "subject_kind": "applications.application",
                      "subject_label": f"{application.number} {application.site.name}", "since_at": application.created_at},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_entrusted'),
        ('directory', '0004_first_duties'),
    ]

    operations = [
        migrations.RunPython(give_charges, migrations.RunPython.noop),
    ]
