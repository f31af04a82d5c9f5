"""What agents ask for, run in the read workers of a server: bounded before it runs, and refused in words."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVarTuple

from pydantic import Field

from kg.agents import answers, describing
from kg.agents.plain import Json
from kg.errors import BadParameter, KgError, LimitExceeded
from kg.serve.engine import Engine
from kg.serve.lanes import shape_of, shape_of_question
from kg.serve.requests import Refusal

Ts = TypeVarTuple("Ts")

MOST_ROWS = 500
LONGEST_QUERY = 100_000
LONGEST_TEXT = 10_000

Text: TypeAlias = Annotated[str, Field(description="Words in Chinese or English: 采购, per head, 2101506, 医疗保障局")]
Name: TypeAlias = Annotated[
    str, Field(description="A class or predicate, like cnf:Figure or cnf:preferredAmount; empty lists the classes.")
]
QuestionName: TypeAlias = Annotated[str, Field(description="Name of a question of the catalogue, like total-spending")]
Values: TypeAlias = Annotated[
    dict[str, str | list[str]] | None,
    Field(
        description='Values of its parameters, like {"agency": "医疗保障局", "year": "2024"}; of a list any will do.'
    ),
]
Sparql: TypeAlias = Annotated[
    str, Field(description="A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE. The default graph is all graphs.")
]
Thing: TypeAlias = Annotated[
    str, Field(description="IRI or id of a figure, a claim or a place, from the rows or cells of another answer")
]
Agency: TypeAlias = Annotated[str, Field(description="Name of a body, a part of it, or its id")]
Year: TypeAlias = Annotated[str, Field(description="Fiscal year, like 2024; empty for all")]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows to show; all are counted.")]


class Desk:
    """The tools; each raises KgError or Refusal with words for the agent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def tools(self) -> Sequence[Callable[..., object]]:
        """What an agent may call; the name and the documentation of each are the tool's."""
        return (self.search, self.describe, self.ask, self.query, self.explain, self.disagreements)

    async def search(self, text: Text, limit: Limit = 10) -> Json:
        """Find questions of the catalogue, budget codes and bodies. Begin here; then use ask."""
        return await self._run("agent search", answers.search, _bounded(text, "text"), limit)

    async def describe(self, name: Name = "") -> Json:
        """What a class or predicate of the graph means, what it occurs with, and examples; for writing SPARQL."""
        return await self._run("agent describe", describing.describe, _bounded(name, "name", empty=True))

    async def ask(self, question: QuestionName, parameters: Values = None, limit: Limit = 50) -> Json:
        """Answer a question of the catalogue. Each row has the printed cells it rests on: cite them.

        Where there are no rows, `empty.reason` says why (not-disclosed, declared-empty, no-disclosure, no-such-year,
        no-such-code, no-such-name, nothing-found). That is the answer: report it, do not ask for something wider.
        """
        given = {key: value if isinstance(value, str) else tuple(value) for key, value in (parameters or {}).items()}
        for key, value in given.items():
            _bounded(value if isinstance(value, str) else "".join(value), key[:100])
        return await self._run(shape_of_question(question[:200]), answers.ask, question[:200], given, limit)

    async def query(self, sparql: Sparql, limit: Limit = 100) -> Json:
        """Run a read-only SPARQL query. `warnings` tell of unknown words and of sums that count money twice: heed them.

        Prefer ask, whose sums are safe. Never add claims, or figures of mixed phases, scopes, levels or funds.
        """
        text = _bounded(sparql, "sparql", LONGEST_QUERY)
        return await self._run(shape_of(text), answers.run_query, text, limit)

    async def explain(self, thing: Thing) -> Json:
        """Go back from a figure or claim to every cell and sentence that prints it, or from a place to its document."""
        return await self._run("agent explain", answers.explain, _bounded(thing, "thing"))

    async def disagreements(self, agency: Agency, year: Year = "", limit: Limit = 50) -> Json:
        """What disagrees in the disclosures of a body: printings of one figure that differ, and checks that failed."""
        body = _bounded(agency, "agency")
        return await self._run("agent disagreements", answers.disagreements, body, year[:20].strip(), limit)

    async def _run(self, shape: str, function: Callable[[str, *Ts], Json], *args: *Ts) -> Json:
        engine = self._engine
        try:
            with engine.generations.reading() as generation:
                return await engine.lanes.run(shape, function, str(generation.folder), *args)
        except LimitExceeded as error:
            raise LimitExceeded(f"this was stopped: {error}", advice="Ask for less.") from error


def told(error: KgError | Refusal) -> str:
    """What went wrong, in words for the agent."""
    return error.words if isinstance(error, Refusal) else str(error)


def _bounded(text: str, place: str, most: int = LONGEST_TEXT, *, empty: bool = False) -> str:
    if len(text) > most:
        raise BadParameter(f"{len(text)} characters are too many.", place=place, advice=f"Send at most {most}.")
    if not text.strip() and not empty:
        raise BadParameter("there is nothing in it.", place=place, advice="Say what is asked for.")
    return text
