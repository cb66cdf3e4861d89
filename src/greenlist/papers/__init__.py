"""Documents out, pure: frozen dataclasses in, bytes out. PDFs by Typst, Word by python-docx, Excel by XlsxWriter."""
