"""Labels cut in two by the end of a page."""

from kg.extract import Forms
from kg.extract.mending import mended
from kg.model import Cell, Row, Table


def table_of(*rows: tuple[int, str]) -> Table:
    return Table(
        number=1,
        rows=tuple(
            Row(
                number=number,
                page=page,
                cells=tuple(Cell(number=at, text=text) for at, text in enumerate(line.split("|"), 1)),
            )
            for number, (page, line) in enumerate(rows, 1)
        ),
    )


def texts(table: Table) -> list[str]:
    return ["|".join(cell.text for cell in row.cells) for row in table.rows]


def test_the_rest_of_a_bodys_name_is_joined_to_it_below_the_repeated_header(forms: Forms) -> None:
    found = mended(
        table_of(
            (1, "采购品目|总计"), (1, "货物|748.96"), (1, "江苏省无锡技|748.96"), (2, "采购品目|总计"), (2, "师学院|")
        ),
        forms,
    )
    assert texts(found) == ["采购品目|总计", "货物|748.96", "江苏省无锡技师学院|748.96", "采购品目|总计", "|"]


def test_a_whole_name_is_left_alone(forms: Forms) -> None:
    rows = table_of((1, "单位|总计"), (1, "无锡市第一中学|1.00"), (2, "无锡学院|"))
    assert mended(rows, forms) == rows


def test_nothing_is_joined_within_a_page(forms: Forms) -> None:
    rows = table_of((1, "单位|总计"), (1, "江苏省无锡技|1.00"), (1, "师学院|"))
    assert mended(rows, forms) == rows
