"""动态管理表: opened each year to every listed unit, filed, checked by the bureau, ranked; what follows by rule is proposed."""
