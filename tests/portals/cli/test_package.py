"""`greenlist package`: checked without a database, taken in and receipted by a named officer."""

import pytest

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.recommendation.models import Batch
from greenlist.portals.cli.main import main
from tests.casework.delivery.conftest import sent  # noqa: F401 -- the package of another installation
from tests.engines.ledger.packages import entries, zipped


def test_check_tells_every_fault_and_needs_no_database(tmp_path, capsys):
    whole, cut = tmp_path / "好.zip", tmp_path / "坏.zip"
    whole.write_bytes(zipped(entries()))
    cut.write_bytes(zipped([*entries()[1:], ("多.pdf", b"")]))
    assert main(["package", "check", str(whole)]) == 0
    assert "九江市工业和信息化局 TJ-2024-JJ-1：1件，2个文件都与清单一致\n总摘要 sha256:" in capsys.readouterr().out
    assert main(["package", "check", str(cut)]) == 1
    assert capsys.readouterr().out.count("\n") == 2
    assert main(["package", "check", str(tmp_path / "没有.zip")]) == 2


def test_take_takes_it_in_for_a_named_officer(sent, province, tmp_path, capsys):  # noqa: F811
    file = tmp_path / "九江.zip"
    file.write_bytes(sent.body)
    assert main(["package", "take", str(file), "--by", "nobody"]) == 2
    assert main(["package", "take", str(file), "--by", f"bureau{province.unit.site.unit}"]) == 2
    assert not OfflinePackage.objects.exists()
    assert main(["package", "take", str(file), "--by", "centre"]) == 2
    assert "须先核实" in capsys.readouterr().err
    assert main(["package", "take", str(file), "--by", "centre", "--asked"]) == 0
    assert "已收入TJ-2024-JJ-1 九江市工业和信息化局：3件" in capsys.readouterr().out
    assert Batch.objects.get().rows.count() == 3
    assert main(["package", "take", str(file), "--by", "centre"]) == 2
    assert "没有重复收入" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["package"], ["package", "take", "x.zip"]])
def test_a_command_without_its_words_is_told_how(words, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert "usage: greenlist package" in capsys.readouterr().err
