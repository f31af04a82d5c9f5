"""The words of the interface, in both languages: data in ``words.yml``, read once and whole.

Promises: every word stands there in every language, and one that does not is a ``DataFileError`` before a page is made.
"""

from functools import lru_cache
from pathlib import Path

from kg.errors import DataFileError
from kg.paths.strictyaml import read
from kg.publish.pages.addresses import LANGUAGES

_FILE = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def words(file: Path = _FILE) -> dict[str, dict[str, str]]:
    """The words by their key, and by language."""
    found = {}
    for key, node in read(file).pairs().items():
        pairs = node.pairs(LANGUAGES)
        lacking = [language for language in LANGUAGES if language not in pairs]
        if lacking:
            raise node.wrong(f"it has no {lacking[0]}.", "Write each word in both languages.")
        found[key] = {language: pairs[language].text() for language in LANGUAGES}
    return found


class Speech:
    """The words of one language; an unknown key is a mistake of this program."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The words for ``key`` with ``values`` filled in."""
        known = words().get(key)
        if known is None:
            raise DataFileError(f"there is no word {key!r}.", place=str(_FILE), advice="Write it, in both languages.")
        return known[self.language].format(**values)

    def coded(self, kind: str, code: str) -> str:
        """What a code of a kind (``reason-share``) means; a text that is no code stands for itself, as printed."""
        known = words().get(f"{kind}-{code}")
        return known[self.language] if known else code
