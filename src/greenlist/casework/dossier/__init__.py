"""申报卷宗 and 归档: everything about one case, or about one round, in one file; for each reader what he may see."""
