"""Reference data: regions, industries, credit codes, units, holidays, published lists. Sources in data/SOURCES.md."""
