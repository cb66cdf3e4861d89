"""PostgreSQL emptied after a walk by the dozen tables that hold rows: to truncate all 136 makes every table and index anew, 0.8 s each time."""

from typing import Any

from django.db import connection

MOST_BYTES = 16_000_000  # deleted rows keep their place while nothing is vacuumed; beyond this the tables are made anew


def empty_quickly() -> None:
    """From here on every connection's `flush` deletes, on a PostgreSQL whose superuser we are; it leaves the same: no row in any table."""
    if connection.vendor == "postgresql" and _answer(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]:
        operations = type(connection.ops)  # a browser's loop gives its thread a connection of its own
        truncation = operations.sql_flush

        def deletion(self: Any, style: Any, tables: list[str], **given: Any) -> list[str]:
            named = {table: self.quote_name(table) for table in tables}
            asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in named.items())
            filled = [row[0] for row in _answer(self.connection, asked)]
            taken = _answer(self.connection, "SELECT coalesce(sum(pg_relation_size(relid)), 0) FROM pg_stat_user_tables")[0][0]
            if given.get("reset_sequences") or taken > MOST_BYTES:
                return truncation(self, style, tables, **given)
            # A replica fires no triggers: neither those that keep append-only tables nor those of foreign keys; TRUNCATE fires none either.
            return ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {named[table]}" for table in filled)]

        operations.sql_flush = deletion


def _answer(database: Any, query: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
