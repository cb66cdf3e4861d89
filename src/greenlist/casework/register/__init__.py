"""List entries, adverse records, and what the register is declared complete for."""
