"""The one glossary: zh, id, definition, source clause, wrong variants. It generates GLOSSARY.md."""

from greenlist.rulebook.glossary.terms import Term, term_ids, terms, wrong_variants

__all__ = ["Term", "term_ids", "terms", "wrong_variants"]
