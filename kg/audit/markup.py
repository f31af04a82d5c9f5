"""What the pages of reports share: their looks, and text that is safe in them whatever a document or a name holds."""

import re
from html import escape

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100%; }
th, td { border: 1px solid #c8c8c8; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.error { color: #9b1c1c; }
details { margin: .25rem 0; }
"""
"""The style sheet of a page, which needs nothing beside it."""


def text(value: str) -> str:
    """``value`` as text of a page that is HTML and XML; what XML cannot hold becomes U+FFFD."""
    return escape(_CONTROL.sub("\ufffd", value))


def writable(page: str) -> str:
    """The page without halves of characters, which some names of files have and no encoding can write."""
    return page.encode("utf-8", "backslashreplace").decode("utf-8")
