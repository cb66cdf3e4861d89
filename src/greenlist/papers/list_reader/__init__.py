"""Reads a list that decides (失信被执行人, 行政处罚 …) out of any layout: heads found, every line a row, a trouble told by cell, or left."""

from greenlist.papers.list_reader.heads import Layout, found_layout, layout_of
from greenlist.papers.list_reader.persons import unfit_columns, without_persons
from greenlist.papers.list_reader.reading import ListRow, ReadList, read_list

__all__ = ["Layout", "ListRow", "ReadList", "found_layout", "layout_of", "read_list", "unfit_columns", "without_persons"]
