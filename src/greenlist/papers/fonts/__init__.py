"""The vendored font subsets (SIL Open Font License, OFL.txt)."""
