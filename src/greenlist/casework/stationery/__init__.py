"""公文模板: the Word templates that an office, or the province for everybody, prints its papers from."""
