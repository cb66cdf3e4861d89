"""Summary tables from other hands (演示数据): drawn from a seed, written by five writers, with the truth beside them.

`python -m tests.papers.table_corpus.make` writes `files/` and `truth.json` anew (LibreOffice is needed). The generator knows nothing of
the reader.
"""
