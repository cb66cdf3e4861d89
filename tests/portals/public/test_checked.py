"""What the public reads about a check: the sources frozen at publication, the day, and never a finding."""

from greenlist.casework.register.models import ListEntry
from tests.portals.people import page


def test_a_published_row_tells_its_sources_and_the_page_sums_them_up(whole, client):
    entry = ListEntry.objects.get()
    assert len(entry.checked_sources) > 3
    text = page(client.get("/"))
    assert f"{len(entry.checked_sources)}项来源已查" in text
    assert f"本页查核的{len(entry.checked_sources)}个来源" in text
    assert all(source in text for source, _ in entry.checked_sources)


def test_a_row_without_sources_or_without_a_check_says_so(db, client):
    given = {"origin": "published", "level": "provincial", "category": "factory", "year": 2024, "document": "演1号"}
    ListEntry.objects.create(name="甲公司", document_row=1, checked_on="2024-05-20", **given)
    ListEntry.objects.create(name="乙公司", document_row=2, **given)
    text = page(client.get("/"))
    assert "查核来源未录入" in text
    assert "未检查" in text


def test_a_former_name_is_printed_with_the_row_and_found(province, client):
    from datetime import date

    from greenlist.casework.directory.services import rename_organisation
    from greenlist.casework.journal.actors import SYSTEM
    from greenlist.casework.register.event_services import enter_listing

    site = province.unit.site
    old = site.organisation.name
    rename_organisation(site.organisation, name="演示新名称有限公司", on=date(2023, 3, 1), actor=SYSTEM)
    enter_listing(site, actor=province.cast.province, level="provincial", category="factory", year=2023, document="演2号", document_row=1)
    assert old in ListEntry.objects.get().former_names
    assert f"曾用名 </span>{ListEntry.objects.get().former_names}" in page(client.get("/", {"text": old}))
