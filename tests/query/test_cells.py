"""The printed cells behind the rows of an answer, in the three formats that can hold them."""

import csv
import io
import json

import pytest

from kg.errors import BadParameter
from kg.query import Format, ask, catalogue, render, search, with_cells
from kg.store import GraphStore

JIA = {"agency": "甲市医疗保障局", "phase": "final"}


def test_every_figure_of_a_row_is_followed(graph: GraphStore) -> None:
    """甲市's total is printed in two cells, 341. 3 and 341.39."""
    supported = with_cells(graph, ask(graph, catalogue()["total-spending"], JIA))
    (cells,) = supported.cells
    records = list(csv.DictReader(io.StringIO(render(cells, Format.CSV))))
    assert [(one["table"], one["line"], one["row"], one["printed"]) for one in records] == [
        ("1", "46", "本年支出合计", "341. 3"),
        ("3", "86", "合计", "341.39"),
    ]


def test_a_row_that_rests_on_several_figures_has_the_cells_of_all(graph: GraphStore) -> None:
    answer = ask(graph, catalogue()["budget-against-final"], {"agency": "甲市医疗保障局"})
    supported = with_cells(graph, answer)
    assert [len(cells.rows) for cells in supported.cells] == [2, 0], "a01 is printed twice, a30, a19 and a21 nowhere"


def test_the_formats_hold_the_cells(graph: GraphStore) -> None:
    supported = with_cells(graph, ask(graph, catalogue()["total-spending"], JIA))
    rows = list(csv.DictReader(io.StringIO(render(supported, Format.CSV))))
    assert [(row["yuan"], row["cell_yuan"], row["cell_line"]) for row in rows] == [
        ("3413900.00", "3413000.00", "46"),
        ("3413900.00", "3413900.00", "86"),
    ]
    (record,) = json.loads(render(supported, Format.JSON))
    assert [cell["printed"] for cell in record["cells"]] == ["341. 3", "341.39"]
    above, below = render(supported, Format.TABLE).split("\n\n")
    assert above.startswith("body ")
    assert [line.split()[0] for line in below.splitlines()] == ["row", "---", "1", "1"]
    with pytest.raises(BadParameter, match="an answer with its cells"):
        render(supported, Format.XML)


def test_a_row_without_a_figure_has_no_cells(graph: GraphStore) -> None:
    supported = with_cells(graph, ask(graph, catalogue()["documents"]))
    assert [cells.rows for cells in supported.cells] == [()]
    (row,) = csv.DictReader(io.StringIO(render(supported, Format.CSV)))
    assert (row["document"], row["cell_printed"]) == ("甲市.txt", "")


def test_an_empty_answer_says_why_with_cells_too(graph: GraphStore) -> None:
    supported = with_cells(graph, ask(graph, catalogue()["total-spending"], {"year": "2019"}))
    assert "(no-such-year)" in render(supported, Format.TABLE)
    assert json.loads(render(supported, Format.JSON))["empty"]["reason"] == "no-such-year"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("采购", "procurement-shares"),
        ("per head", "running-costs-per-head"),
        ("满意度", "satisfaction-targets"),
        ("原因", "changes-explained"),
        ("COFOG", "cofog-divisions"),
    ],
)
def test_a_search_finds_the_question(text: str, first: str) -> None:
    found = [question.name for question in search(text)]
    assert first in found[:2]
    assert search(f"{text} zzz") == ()
