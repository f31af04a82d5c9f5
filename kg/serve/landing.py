"""The page at ``/``: what is here, in both languages, for a person who comes with a browser or a terminal."""

from collections.abc import Mapping
from html import escape

from kg.query import Question

_ABOUT = (
    ("/sparql", "SPARQL 1.1 endpoint", "SPARQL 1.1 查询接口"),
    ("/openapi.json", "OpenAPI 3.1 description of the questions", "问题接口的 OpenAPI 3.1 描述"),
    ("/health", "health", "运行状况"),
    ("/metrics", "metrics", "运行指标"),
)
_STYLE = "body{font-family:sans-serif;max-width:50em;margin:2em auto;padding:0 1em;line-height:1.5}"


def page(questions: Mapping[str, Question], media_type: str) -> bytes:
    """The page as ``text/html`` or ``text/plain``."""
    entries = [*_ABOUT, *((f"/ask/{name}", one.title.en, one.title.zh) for name, one in questions.items())]
    return (_html(entries) if media_type == "text/html" else _text(entries)).encode()


def _text(entries: list[tuple[str, str, str]]) -> str:
    lines = (f"{path}\n    {en}\n    {zh}\n" for path, en, zh in entries)
    return f"Chinese public budgets as a knowledge graph\n中国公共预算知识图谱\n\n{''.join(lines)}"


def _html(entries: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li><a href="{escape(path)}">{escape(path)}</a> – {escape(en)} <span lang="zh">{escape(zh)}</span></li>\n'
        for path, en, zh in entries
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Chinese public budgets</title><style>{_STYLE}</style></head>\n"
        "<body><h1>Chinese public budgets as a knowledge graph</h1>\n"
        f'<p lang="zh">中国公共预算知识图谱</p>\n<ul>\n{items}</ul></body></html>\n'
    )
