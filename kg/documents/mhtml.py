"""A web page saved in one file (MHTML, RFC 2557): what office programs write as "single file web page".

Its first part that is a web page is read; pictures and styles beside it are not needed.
"""

import email
import email.policy

from kg.documents import html
from kg.documents.sources import Reading, Source
from kg.errors import DamagedFile


def read(source: Source) -> Reading:
    """The page in ``source``. Raises ``DamagedFile`` where there is none, or what reading a page raises."""
    message = email.message_from_bytes(source.content, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(content, bytes):
                return html.read(source.model_copy(update={"content": content, "charset": charset}))
    raise DamagedFile("it holds no web page.", place=source.place, advice="Save the page again as HTML.")
