"""Documents and accounts: small sums and orders that everything above relies on."""

import pytest

import kg.model
from kg.model import Account, Block, Cell, Document, Paragraph, Row, Table


def row(number: int, width: int) -> Row:
    return Row(number=number, line=number, cells=tuple(Cell(number=at, text="x") for at in range(1, width + 1)))


def test_a_table_is_as_wide_as_its_longest_row() -> None:
    assert Table(number=1, rows=(row(1, 2), row(2, 5), row(3, 3))).width == 5
    assert Table(number=1, rows=()).width == 0


def test_a_document_hands_out_its_blocks_in_order() -> None:
    tables = [Table(number=number, rows=(row(1, 1),)) for number in (1, 2)]
    blocks = (
        Block(kind="paragraph", paragraph=Paragraph(text="表1")),
        Block(kind="table", table=tables[0]),
        Block(kind="paragraph", paragraph=Paragraph(text="表2")),
        Block(kind="table", table=tables[1]),
    )
    document = Document(name="a.txt", sha256="0123456789abcdef" * 4, media_type="text/plain", size=1, blocks=blocks)
    assert document.id == "0123456789abcdef"
    assert document.tables == tuple(tables)
    assert [paragraph.text for paragraph in document.paragraphs] == ["表1", "表2"]


@pytest.mark.parametrize(
    ("claims", "facts", "refused", "adds_up"),
    [(5, 1, 2, True), (5, 1, 1, False), (6, 1, 2, False), (5, 0, 2, False), (5, 2, 2, False)],
)
def test_an_account_adds_up_when_no_number_is_lost(claims: int, facts: int, refused: int, adds_up: bool) -> None:
    account = Account(numeric=10, claims=claims, facts=facts, labels=2, refused=refused, blank=99)
    assert account.adds_up() is adds_up


@pytest.mark.parametrize(
    ("claims", "facts", "classed", "refused", "adds_up"),
    [(4, 1, 1, 1, True), (4, 1, 1, 0, False), (4, 0, 1, 1, False), (4, 1, 2, 1, False), (0, 0, 0, 0, False)],
)
def test_amounts_of_sentences_add_up_too(claims: int, facts: int, classed: int, refused: int, adds_up: bool) -> None:
    account = Account(prose=7, prose_claims=claims, prose_facts=facts, prose_classed=classed, prose_refused=refused)
    assert account.adds_up() is adds_up


def test_accounts_add_field_by_field() -> None:
    one = Account(numeric=1, claims=2, labels=3, refused=4, blank=5, prose=6)
    other = Account(numeric=10, claims=20, labels=30, refused=40, blank=50, prose=60)
    assert one.plus(other) == Account(numeric=11, claims=22, labels=33, refused=44, blank=55, prose=66)
    assert one.claims == 2, "the operands stay as they are"


def test_public_names_are_listed_and_sorted() -> None:
    names = kg.model.__all__
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(kg.model, name) for name in names)
