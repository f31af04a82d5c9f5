"""The page of the catalogue in the documentation, made from the questions themselves; a test holds it fresh.

python -m kg.query.page    writes docs/catalogue.md
"""

from collections.abc import Iterator
from pathlib import Path

from kg.paths import queries
from kg.query.catalogue import catalogue
from kg.query.question import Column, Kind, Parameter, Question

_KINDS = {
    Kind.MONEY: "Money",
    Kind.FACTS: "Facts beside the money",
    Kind.DOCUMENTS: "Documents and provenance",
    Kind.CHECKS: "Checks",
    Kind.CODES: "Codes",
}
_HEAD = """\
# The questions of the catalogue

Made by `python -m kg.query.page` from `queries/*.rq`; [questions.md](questions.md) tells how one is written and asked.
"""


def page() -> str:
    """The page as Markdown."""
    return "".join([_HEAD, *_parts()])


def _parts() -> Iterator[str]:
    for kind, title in _KINDS.items():
        found = [question for question in catalogue().values() if question.kind is kind]
        yield f"\n## {title} ({len(found)})\n"
        for question in found:
            yield f"\n### `{question.name}` — {question.title.zh} / {question.title.en}\n\n{_body(question)}"


def _body(question: Question) -> str:
    parameters = "; ".join(_parameter(name, one) for name, one in question.parameters.items())
    columns = "; ".join(_column(name, one) for name, one in question.columns.items())
    keywords = ", ".join([*question.keywords.zh, *question.keywords.en])
    return "".join(
        (
            f"{question.description.zh}\n\n{question.description.en}\n\n",
            f"* Parameters: {parameters}\n" if parameters else "",
            f"* Columns: {columns}\n",
            f"* Keywords: {keywords}\n",
        )
    )


def _parameter(name: str, parameter: Parameter) -> str:
    needed = ", required" if parameter.required else ""
    default = f", unless given {parameter.default}" if parameter.default is not None else ""
    return f"`{name}` ({parameter.type}{needed}{default}) {parameter.en}"


def _column(name: str, column: Column) -> str:
    return f"`{name}` {column.zh}{f' ({column.type})' if column.type else ''}"


def main() -> None:
    """Write the page into the documentation of this checkout."""
    target = queries().parent / "docs" / "catalogue.md"
    Path(target).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
