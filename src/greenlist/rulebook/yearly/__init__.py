"""动态管理表 of a year: when it is due and late, what its values say beside last year's, how units rank, what follows by rule."""
