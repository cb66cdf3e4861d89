"""A list of 5,000 rows in the columns of 双公示: read with all checks beside a bare calamine read; imported beside calamine and one bulk_create of the same rows."""

import csv
import os
import sys
from datetime import date
from pathlib import Path
from random import Random
from secrets import randbits

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks import scratch
from benchmarks.miswriting import made_up, planted
from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import cpu_with_children, milliseconds, ratio, taking_turns
from greenlist.rulebook.reference.credit_code import make_demo_code

ROWS, UNITS = 5000, 300
HEAD = (
    "序号", "行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "行政相对人代码_2(工商注册号)", "行政相对人代码_3(组织机构代码)",
    "行政相对人代码_4(税务登记号)", "法定代表人", "法定代表人证件类型", "法定代表人证件号码", "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚类别",
    "处罚内容", "罚款金额(万元)", "没收金额(万元)", "暂扣或吊销证照名称及编号", "处罚决定日期", "处罚有效期", "公示截止期", "处罚机关", "处罚机关统一社会信用代码",
    "数据来源单位", "数据来源单位统一社会信用代码", "备注",
)  # fmt: skip
DATES = (19, 20, 21)
DAY = date(2024, 5, 20)


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    dice, rounds = Random(seed), 3 if given.quick else 9
    work = _Work(dice)
    files = [work.file(number) for number in range(rounds)]
    turn = iter(files)
    coded, plain = work.file(rounds, has_codes=True), work.as_text(files[0])
    reading = taking_turns({"ours": lambda: work.read(files[0]), "calamine": lambda: work.bare(files[0])}, rounds * 3, cpu_with_children)
    beside = taking_turns(
        {"coded": lambda: work.read(coded), "calamine": lambda: work.bare(coded), "text": lambda: work.read(plain)},
        rounds,
        cpu_with_children,
    )
    importing = taking_turns(
        {"ours": lambda: work.take(next(turn)), "calamine_and_bulk_create": lambda: work.bare_store(files[0])}, rounds, cpu_with_children
    )
    figures = {
        "seed": seed, "rows": ROWS, "known_units": UNITS, "fates": work.fates,
        "read_ms": milliseconds(reading["ours"]), "calamine_ms": milliseconds(reading["calamine"]),
        "read_csv_ms": milliseconds(beside["text"]), "read_with_a_code_in_every_row_to_calamine": ratio(beside["coded"], beside["calamine"]),
        "import_ms": milliseconds(importing["ours"]), "calamine_and_bulk_create_ms": milliseconds(importing["calamine_and_bulk_create"]),
        "queries_at_50_rows": work.queries(50), "queries_at_5000_rows": work.queries(ROWS),
    }  # fmt: skip
    budgets = [
        Budget("read_to_calamine", ratio(reading["ours"], reading["calamine"]), 3),
        Budget("import_to_calamine_and_bulk_create", ratio(importing["ours"], importing["calamine_and_bulk_create"]), 3),
        Budget("more_queries_at_5000_rows", figures["queries_at_5000_rows"] - figures["queries_at_50_rows"], 0),
    ]
    return tell("workbook", given, figures, budgets)


class _Work:
    """A province's directory of some hundred invented units, and lists about them and about strangers (演示数据)."""

    def __init__(self, dice: Random) -> None:
        from greenlist.casework.directory.models import Organisation, Site  # noqa: PLC0415 -- models need the settings made by scratch
        from greenlist.casework.journal.actors import Actor  # noqa: PLC0415

        self.dice, self.serial, self.fates = dice, 0, ""
        self.names = list({made_up(dice) for _ in range(UNITS)})
        offices = [Organisation(kind="enterprise", name=name, division="360402") for name in self.names]
        Organisation.objects.bulk_create(offices)
        Site.objects.bulk_create(Site(organisation=o, name=o.name, address="演示", division="360402", unit="360400") for o in offices)
        acts = frozenset({"import_lists", "upload_file", "read_province"})
        self.actor = Actor("演示", "province", acts=acts, organisation_id=offices[0].pk)

    def file(self, number: int, rows: int = ROWS, *, has_codes: bool = False) -> Path:
        """A workbook: every tenth row a unit we know, half of those miswritten; the others strangers."""
        path = Path(os.environ["GREENLIST_VAR"]) / f"list-{number}-{rows}-{has_codes}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(0, 0, ("行政处罚（演示）",))
            sheet.write_row(1, 0, HEAD)
            for row in range(rows):
                sheet.write_row(
                    row + 2, 0, self._cells(row, f"演罚〔2024〕演{number}-{rows}-{row}号", make_demo_code(row) if has_codes else "")
                )
                for at in DATES:
                    sheet.write_datetime(row + 2, at, date(2023, 1 + row % 12, 1 + row % 28), day)
        return path

    def _cells(self, row: int, document: str, code: str) -> tuple[object, ...]:
        person = ("甲某", "身份证", "36990119850209557X")
        what = (
            "违反水污染防治管理制度",
            f"超过排放标准排放水污染物，第{row % 40}号排口",
            "有关法律第八十三条第二项",
            "罚款",
            "罚款，责令改正",
            2.5,
            "",
            "",
        )
        return (row + 1, self._name(row), "法人及非法人组织", code, "", "", "", *person, document, *what, "", "", "", "演示市执法局",
                "", "演示市执法局", "", "")  # fmt: skip

    def _name(self, row: int) -> str:
        if row % 10:
            return made_up(self.dice)
        name = self.dice.choice(self.names)
        return planted(1, [name], self.dice)[0][2] if row % 20 else name

    def bare(self, path: Path) -> list[list[object]]:
        """What calamine gives of the first sheet."""
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    def as_text(self, path: Path) -> Path:
        """The same list as .csv, in the encoding of older offices."""
        target = path.with_suffix(".csv")
        with target.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(self.bare(path))
        return target

    def read(self, path: Path) -> object:
        """The child, the head, what is about persons, every cell."""
        from greenlist.casework.oversight.keeping import lines_at  # noqa: PLC0415 -- models need the settings made by scratch
        from greenlist.papers.list_reader import found_layout, read_list, without_persons  # noqa: PLC0415
        from greenlist.rulebook.reference.adverse_lists import adverse_lists  # noqa: PLC0415

        lines, spec = lines_at(path, path.name), adverse_lists()["administrative_penalty"]
        layout = found_layout(lines, spec)
        return read_list(without_persons(lines, layout, units_only=spec.units_only), spec, layout, latest=DAY)

    def take(self, path: Path) -> object:
        """Received and imported."""
        from greenlist.casework.oversight.services import confirm_list, receive_list  # noqa: PLC0415 -- models need the settings

        delivery = receive_list(
            chunks=[path.read_bytes()], name=path.name, list_id="administrative_penalty", source="演示", looked_up_on=DAY, region="360000",
            actor=self.actor,
        )  # fmt: skip
        told = confirm_list(delivery, actor=self.actor)
        self.fates = ", ".join(f"{fate} {n}" for fate, n in sorted(told.counts.items()))
        return told

    def bare_store(self, path: Path) -> object:
        """What must be done at the least: read the cells, store as many rows with what they hold."""
        from greenlist.casework.oversight.models import DeliveryRow, ListDelivery  # noqa: PLC0415 -- models need the settings

        rows = self.bare(path)[2:]
        delivery = ListDelivery.objects.first()
        made = [
            DeliveryRow(delivery=delivery, position=at, place=f"第{at}行", name=row[1], fate="row_stranger", values=dict(zip(HEAD, map(str, row), strict=True)))
            for at, row in enumerate(rows)
        ]  # fmt: skip
        return DeliveryRow.objects.bulk_create(made)

    def queries(self, rows: int) -> int:
        """How many queries an import takes; one bulk insert counts once however SQLite slices it."""
        from django.db import connection  # noqa: PLC0415 -- the settings made by scratch
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        self.serial += 1
        path = self.file(1000 + self.serial, rows)
        with CaptureQueriesContext(connection) as seen:
            self.take(path)
        kinds = [q["sql"].split("(")[0] for q in seen]
        return len([k for k in kinds if not k.startswith("INSERT")]) + len({k for k in kinds if k.startswith("INSERT")})


if __name__ == "__main__":
    sys.exit(main())
