"""PDF: pages of glyphs and rules become paragraphs and tables in reading order. Nothing here knows of budgets."""

from kg.documents.pdf.pages import Pages, arranged, blocks

__all__ = ["Pages", "arranged", "blocks"]
