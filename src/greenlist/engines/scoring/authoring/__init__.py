"""For those who write a standard: lint, the tests inside a file and what they leave out, the picture of table and form, the language."""
