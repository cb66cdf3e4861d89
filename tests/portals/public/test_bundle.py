"""The file of a published list: anybody downloads and verifies it; the auditor's openings are what it was committed to."""

import json

from greenlist.casework.journal.models import JournalEntry
from greenlist.engines.ledger import verify, verify_openings
from greenlist.portals.cli.main import main
from tests.portals.people import page


def test_a_published_list_is_verified_from_its_file_alone(whole, tmp_path, capsys):
    public = whole.client("anonymous")
    path = f"/publications/{whole.ids['publication']}/"
    text = public.get(path + "bundle.json").content.decode()
    bundle = json.loads(text)
    assert bundle["root"] in page(public.get(path))
    assert verify(text, bundle["root"]) == []
    assert [row["name"] for row in bundle["rows"]] == [whole.province.unit.site.name]
    assert not {"score", "sheet", "seed"} & set(text.replace('"', " ").split())
    auditor = whole.client("audit_admin")
    openings = json.loads(auditor.post(f"/admin/publications/{whole.ids['publication']}/openings.json").content)
    assert verify_openings(bundle, openings) == []
    assert JournalEntry.objects.filter(action="download_openings").count() == 1
    file, opened = tmp_path / "名单.json", tmp_path / "开示.json"
    file.write_text(text, encoding="utf-8")
    opened.write_text(json.dumps(openings), encoding="utf-8")
    assert main(["verify", str(file), "--root", bundle["root"], "--openings", str(opened)]) == 0
    data = bytearray(text.encode())
    data[text.encode().index("公司".encode())] ^= 1
    file.write_bytes(bytes(data))
    capsys.readouterr()
    assert main(["verify", str(file)]) == 1
    assert "这一行被改动" in capsys.readouterr().out
