"""The house: contracts, foreign keys, keys and names of models, file names and sizes, signals, inner imports, leaks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "greenlist"
ORDER = ["journal", "accounts", "files", "outbox", "directory", "jobs", "enrolment", "stationery", "standards", "register", "status", "evaluators", "rounds", "filings", "applications", "county", "verification",
         "consultation", "transcription", "recommendation", "delivery", "review", "selection", "publication", "yearly_tables", "body_returns", "problem_reports", "platform", "dossier", "handover", "publicity", "oversight", "incidents", "inspections", "desk"]  # fmt: skip
OWN = [m for m in apps.get_models() if m.__module__.startswith("greenlist.")]
FILES = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
REASONS = ("slow import:", "optional dependency:", "app ready:")


def test_every_import_contract_is_kept():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(SOURCE.parent)}, capture_output=True, text=True)
    assert "0 broken" in done.stdout, done.stdout


def test_every_casework_room_has_its_place_in_the_order():
    rooms = {p.name for p in (SOURCE / "casework").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms == set(ORDER) == set(settings.CASEWORK)


@pytest.mark.parametrize("model", OWN, ids=lambda m: m._meta.label)
def test_foreign_keys_run_down(model):
    for field in model._meta.get_fields():
        if field.many_to_one and field.related_model in OWN:
            target = field.related_model._meta.app_label
            assert ORDER.index(target) <= ORDER.index(model._meta.app_label), f"{field} points up to {target}"


@pytest.mark.parametrize("model", OWN, ids=lambda m: m._meta.label)
def test_a_model_has_a_uuid7_key_and_chinese_words(model):
    key = model._meta.pk
    assert key.get_internal_type() == "UUIDField"
    assert key.default().version == 7
    assert re.search(r"[\u4e00-\u9fff]", str(model._meta.verbose_name))
    for field in model._meta.fields:
        if field.name != "last_login":
            assert re.search(r"[\u4e00-\u9fff]", str(field.verbose_name)), field


def test_every_model_state_and_choice_stands_in_the_glossary():
    from greenlist.rulebook.glossary import term_ids
    from greenlist.rulebook.lifecycle import lifecycle, names

    wanted = {re.sub(r"(?<!^)(?=[A-Z])", "_", m.__name__).lower() for m in OWN}
    wanted |= {state.code for name in names() for state in lifecycle(name).states}
    wanted |= {str(value) for m in OWN for f in m._meta.fields for value, _ in (f.choices or [])}
    assert sorted(wanted - term_ids()) == []


def test_templates_hold_no_wrong_variant():
    from greenlist.rulebook.glossary import wrong_variants

    found = [
        (template.name, wrong)
        for template in SOURCE.rglob("*.html")
        for wrong in wrong_variants()
        if wrong in template.read_text(encoding="utf-8")
    ]
    assert found == []


def test_no_room_is_a_junk_drawer_and_no_file_a_hall():
    bad = {"utils", "helpers", "common", "core", "misc", "manager", "v2"}
    assert [p for p in FILES if p.stem in bad or p.parent.name in bad] == []
    assert [p for p in FILES if len(p.read_text(encoding="utf-8").splitlines()) > 500] == []


def test_no_style_sheet_is_a_hall():
    sheets = SOURCE.glob("portals/shared/static/greenlist/css/*.css")
    assert [p.name for p in sheets if len(p.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_casework_uses_no_signals():
    found = [
        p for p in (SOURCE / "casework").rglob("*.py") if re.search(r"django\.(db\.models|dispatch).*(signals|receiver)", p.read_text())
    ]
    assert found == []


def test_an_order_by_time_ends_in_a_key():
    """Two lines of one instant come in any order from PostgreSQL, and a page that changes with it cannot be recomputed."""
    ends_in_time = re.compile(r"""(?:order_by|earliest|latest)\([^()]*["'][a-z_-]+_(?:at|on)["']\)|ordering = .*_(?:at|on)["'],?[])]""")
    assert [f"{p}: {found}" for p in FILES for found in ends_in_time.findall(p.read_text("utf-8"))] == []


def test_an_import_inside_a_function_gives_one_of_three_reasons():
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "noqa" in line and "PLC0415" in line:
                assert any(reason in line for reason in REASONS), f"{path.name}: {line.strip()}"


def test_every_lifecycle_speaks_of_known_roles_and_answers_its_guards():
    from greenlist.casework.accounts.roles import roles
    from greenlist.rulebook.lifecycle import lifecycle, names

    services = "".join(p.read_text(encoding="utf-8") for p in (SOURCE / "casework").rglob("*services.py"))
    for name in names():
        for transition in lifecycle(name).transitions:
            assert set(transition.actors) <= {*roles(), "system"}, transition.action
            assert f'"{transition.action}"' in services, f"no service performs {transition.action}"
            for guard in transition.guards:
                assert f'"{guard}"' in services, f"no service answers the guard {guard}"


def test_every_act_of_the_journal_has_a_chinese_word():
    from greenlist.casework.journal.acts import act_labels

    written = {m for p in (SOURCE / "casework").rglob("*services.py") for m in re.findall(r'record\(\s*"(\w+)"', p.read_text())}
    assert sorted(written - set(act_labels())) == []


def test_nothing_tracked_leaks_a_machine_or_a_registry():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    bad = re.compile("/" + "root/|/" + "work/main|pypi" + r"\.org|registry\.npm" + r"js|files\.python" + "hosted|TO" + "DO|FIX" + "ME")
    found = []
    for name in names:
        path = ROOT / name
        if path.suffix in {".py", ".html", ".md", ".yaml", ".txt", ".toml", ".js", ".css"} and "vendor" not in path.parts and path.exists():
            found += [(name, m.group()) for m in bad.finditer(path.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []


def test_links_in_the_readmes_lead_somewhere():
    for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (ROOT / link).exists(), f"{name}: {link}"
