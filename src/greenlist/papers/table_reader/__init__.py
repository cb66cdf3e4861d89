"""Reads a summary table (.docx, .xlsx) back into rows, from our own template and from a county's messy one: `greenlist.table/1`."""

from greenlist.papers.table_reader.grids import Unreadable
from greenlist.papers.table_reader.reading import ReadRow, ReadTable, read_table

__all__ = ["ReadRow", "ReadTable", "Unreadable", "read_table"]
