"""How a bare word, a tag, a wrong key of a YAML file are read, and what is passed over."""

import pytest

from greenlist.engines.scoring.written import Reader, StandardProblems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True), ("True", True), ("ON", True), ("no", False), ("False", False), ("off", False),
        ("~", None), ("null", None), ("NULL", None), ("", None), ("y", "y"), ("nULL", "nULL"), ("tRue", "tRue"),
        ("'yes'", "yes"), ('"null"', "null"), ("''", ""), ("! yes", "yes"), ("1e3", "1e3"), ("0x1F", "0x1F"), ("1_000", "1_000"),
        ("2024-05-27", "2024-05-27"), ("=", "="), ("007.50", "007.50"), ("|\n  yes\n", "yes\n"),
        ("!!str yes", "yes"), ("!!bool Yes", True), ("!!bool off", False), ("!!null x", None), ("!!int 08", "08"),
        ("!!float 1.50", "1.50"), ("!!timestamp 2024-05-27", "2024-05-27"), ("!!value =", "="),
        ("!!map {a: b}", {"a": "b"}), ("!!seq [a]", ["a"]), ("&kept here", "here"),
    ],
)  # fmt: skip
def test_only_nothing_yes_and_no_are_more_than_text(written, meant):
    assert Reader("a.yaml").read(f"a: {written}") == {"a": meant}


def test_what_belongs_to_something_refused_is_passed_over_and_the_rest_is_read():
    reader = Reader("a.yaml")
    text = "a: 1\na: {b: [*x, {c: !d e}]}\n? [k, {l: m}]\n: [n, [o]]\n<<: {p: [q]}\nr: !s {t: [u]}\nv: [w, !x y, z]\n*aa : 2\nend: yes\n"
    assert reader.values(text) == {"a": "1", "r": None, "v": ["w", None, "z"], "end": True}
    assert [problem.split(": ")[0] for problem in reader.problems] == [
        "a.yaml:2:1", "a.yaml:3:3", "a.yaml:5:1", "a.yaml:6:4", "a.yaml:7:8", "a.yaml:8:1",
    ]  # fmt: skip
    assert "“a”写了两次，第一次在第 1 行" in reader.problems[0]


def test_two_left_arrows_in_quotes_are_a_name():
    assert Reader("a.yaml").read('"<<": 1\nb: "<<"\nc: <<') == {"<<": "1", "b": "<<", "c": "<<"}


def test_a_file_read_as_bytes_or_as_text_is_the_same():
    assert Reader("a.yaml").read("名: 值") == Reader("a.yaml").read("名: 值".encode()) == {"名": "值"}


def test_a_text_in_quotes_begins_behind_its_quote():
    reader = Reader("a.yaml")
    reader.values("a: 'x'\nb: \"x\"\nc: x\n")
    assert reader.marks == {(): (1, 1), ("a",): (1, 5), ("b",): (2, 5), ("c",): (3, 4)}


@pytest.mark.parametrize(
    ("path", "is_key", "place"),
    [
        (("a",), True, "1:1"), (("a",), False, "2:3"), (("a", "b", "c", "d"), False, "2:6"), (("a", "b", "c", "d"), True, "2:3"),
        (("l", 0), True, "3:6"), (("l", 0, "zz"), True, "3:6"), (("zz", 0), False, "1:1"), ((), True, "1:1"),
    ],
)  # fmt: skip
def test_what_is_not_written_is_told_at_what_it_should_stand_in(path, is_key, place):
    reader = Reader("a.yaml")
    reader.values("a:\n  b: 1\nl: [ x, y]\n")
    assert reader.told(path, "错", is_key) == f"a.yaml:{place}: 错"
    assert reader.told(("a",), "错") == "a.yaml:2:3: 错"


def test_what_is_not_allowed_is_raised_by_who_reads_and_kept_by_who_goes_on():
    with pytest.raises(StandardProblems) as found:
        Reader("a.yaml").read("a: *x\nb: *y\n")
    reader = Reader("a.yaml")
    assert reader.values("a: *x\nb: *y\n") == {"a": None, "b": None}
    assert found.value.problems == reader.problems and len(reader.problems) == 2


def test_no_file_is_refused_without_a_word():
    with pytest.raises(RuntimeError, match="^a file is refused and no fault of it is told$"):
        StandardProblems([])
