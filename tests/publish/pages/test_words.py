"""The words of the interface: each in both languages, each used, each with the same places to fill in."""

import re
from pathlib import Path

import pytest

from kg.errors import DataFileError
from kg.publish.pages import words
from kg.publish.pages.words import Speech

PAGES = Path(words.__file__).parent
PLACES = re.compile(r"\{(\w+)\}")
KEYS = sorted(words.words())


@pytest.mark.parametrize("key", KEYS)
def test_a_word_has_both_languages_with_the_same_places(key: str) -> None:
    zh, en = words.words()[key]["zh"], words.words()[key]["en"]
    assert zh.strip()
    assert en.strip()
    assert sorted(PLACES.findall(zh)) == sorted(PLACES.findall(en))


def test_english_words_are_english() -> None:
    """But for the names of languages and of the unit that has none."""
    chinese = {key for key in KEYS if re.search(r"[\u4e00-\u9fff]", words.words()[key]["en"])}
    assert chinese == {"lang-zh", "wan-yuan", "show-wan"}


def test_every_word_that_a_template_or_module_says_is_there() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*PAGES.rglob("*.html"), *PAGES.glob("*.py"))]
    said = {key for text in texts for key in re.findall(r"say\(\s*['\"]([\w-]+)['\"]\s*[,)]", text)}
    assert said <= set(KEYS)
    assert {"home", "search", "unit-line"} <= said, "so that there is something to miss"


def test_a_word_that_lacks_a_language_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "words.yml"
    file.write_text('home: {zh: "首页", en: "Home"}\nnext: {zh: "下一页"}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"words\.yml:2: next: it has no en\."):
        words.words.__wrapped__(file)


def test_a_word_nobody_wrote_is_an_error() -> None:
    with pytest.raises(DataFileError, match="there is no word 'nothing-like-it'"):
        Speech("en")("nothing-like-it")


def test_values_are_filled_in() -> None:
    assert Speech("en")("all-of", count=7) == "All 7"
    assert Speech("zh")("all-of", count=7) == "全部 7 条"
