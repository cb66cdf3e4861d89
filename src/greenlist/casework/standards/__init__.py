"""标准校核: the official table of a standard or a reference table is compared with ours, signed by two, and becomes an edition."""
