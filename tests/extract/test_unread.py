"""What a reader could not read goes with the extraction."""

from pathlib import Path

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Aside, Unread


def test_glyphs_not_read_go_with_the_extraction(samples: dict[str, Path], forms: Forms) -> None:
    told = Aside(place="2 glyphs on page 3", reason="no character")
    counted = Unread(page=3, unmapped=2)
    document = read(samples["000"]).model_copy(update={"aside": (told,), "unread": (counted,)})
    extraction = extract.extract(document, forms)
    assert (extraction.aside, extraction.unread) == ((told,), (counted,))
