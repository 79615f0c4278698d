"""The only package that knows reportlab, pikepdf, pypdfium2 and weasyprint.

It draws plans and reads files; it knows no meeting, no reader and no database. Files of strangers are only
touched in a process of their own with limits (``cell.py``): see docs/adr/0034-strangers-pdfs-in-a-cell.md.
"""
