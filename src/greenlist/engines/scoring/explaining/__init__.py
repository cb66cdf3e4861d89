"""What a score means for who has it: why it is not yet 符合, what each item costs, the smallest set of changes that reaches a line."""
