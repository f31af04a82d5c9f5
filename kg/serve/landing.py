"""What is here, in both languages, for a person who comes to ``/`` with a terminal; browsers get the home page."""

from collections.abc import Mapping

from kg.query import Question

_ABOUT = (
    ("/sparql", "SPARQL 1.1 endpoint", "SPARQL 1.1 查询接口"),
    ("/search?q=…", "search by a part of a name", "按名称的一段搜索"),
    ("/.well-known/void", "description of the dataset", "数据集说明"),
    ("/openapi.json", "OpenAPI 3.1 description of the questions", "问题接口的 OpenAPI 3.1 描述"),
    ("/health", "health", "运行状况"),
    ("/metrics", "metrics", "运行指标"),
)


def page(questions: Mapping[str, Question]) -> bytes:
    """The page as ``text/plain``."""
    entries = [*_ABOUT, *((f"/ask/{name}", one.title.en, one.title.zh) for name, one in questions.items())]
    lines = (f"{path}\n    {en}\n    {zh}\n" for path, en, zh in entries)
    return f"Chinese public budgets as a knowledge graph\n中国公共预算知识图谱\n\n{''.join(lines)}".encode()
