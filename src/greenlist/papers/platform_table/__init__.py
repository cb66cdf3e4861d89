"""The table for the ministry's platform (.xlsx, by the form of the year), and the table it gives back read into units to be compared."""

from greenlist.papers.platform_table.comparing import COMPARED, entries_of, entry_of, same_words
from greenlist.papers.platform_table.reading import ReadTable, ReadUnit, read_table
from greenlist.papers.platform_table.writing import PlatformUnit, to_xlsx

__all__ = ["COMPARED", "PlatformUnit", "ReadTable", "ReadUnit", "entries_of", "entry_of", "read_table", "same_words", "to_xlsx"]
