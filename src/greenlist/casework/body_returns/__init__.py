"""评价机构年度工作情况: opened each year to every body that worked, prefilled from its projects here, filed by it version by version."""
