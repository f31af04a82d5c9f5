"""The routes of a server as OpenAPI 3.1: one path for each question of the catalogue, its parameters typed."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from kg import __version__
from kg.query import Parameter, Question
from kg.query.members import dimensions
from kg.serve.asking import MEDIA_TYPES

Json: TypeAlias = dict[str, Any]

_TYPES: Mapping[str, Json] = {
    "year": {"type": "string", "pattern": r"^\d{4}$"},
    "code": {"type": "string", "pattern": r"^\w{3,20}$"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "iri": {"type": "string", "format": "iri"},
}
_FORMAT: Json = {
    "name": "format",
    "in": "query",
    "description": "The format of the answer; without it, the one that Accept prefers.",
    "schema": {"type": "string", "enum": [str(form) for form in MEDIA_TYPES]},
}


def openapi(questions: Mapping[str, Question], server: str) -> Json:
    """The document, for a server at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chinese public budgets as a knowledge graph",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": _fixed() | {f"/ask/{name}": {"get": _asking(one)} for name, one in questions.items()},
    }


def _asking(question: Question) -> Json:
    name = re.sub(r"-(\w)", lambda found: found[1].upper(), question.name)
    return {
        "operationId": name,
        "summary": f"{question.title.en} / {question.title.zh}",
        "description": f"{question.description.en}\n\n{question.description.zh}",
        "tags": ["questions"],
        "parameters": [*(_parameter(key, one) for key, one in question.parameters.items()), _FORMAT],
        "responses": _answers({media: _schema(question, media) for media in MEDIA_TYPES.values()}),
    }


def _parameter(name: str, parameter: Parameter) -> Json:
    one = dict(_TYPES.get(parameter.type, {"type": "string"}))
    if parameter.type in dimensions():
        one["examples"] = [member.notation for member in dimensions()[parameter.type]]
    schema: Json = {"type": "array", "items": one}
    if parameter.default is not None:
        schema["default"] = [parameter.default]
    return {
        "name": name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.en} / {parameter.zh}. Given several times, any will do.",
        "style": "form",
        "explode": True,
        "schema": schema,
    }


def _schema(question: Question, media_type: str) -> Json:
    if media_type != "application/json":
        return {"schema": {"type": "string"}}
    columns = {name: {"description": f"{one.en} / {one.zh}"} for name, one in question.columns.items()}
    row = {"type": "object", "properties": columns, "required": list(columns)}
    return {"schema": {"type": "array", "items": row}}


def _fixed() -> Json:
    text: Json = {"schema": {"type": "string"}}
    query: Json = {"name": "query", "in": "query", "description": "A SPARQL 1.1 query.", "schema": {"type": "string"}}
    sparql: Json = {
        "get": {
            "operationId": "query",
            "summary": "SPARQL 1.1 query; without one, the service description",
            "parameters": [query],
            "responses": _answers({"application/sparql-results+json": {}, "text/turtle": text}),
        },
        "post": {
            "operationId": "queryByPost",
            "summary": "SPARQL 1.1 query in the body",
            "requestBody": {"required": True, "content": {"application/sparql-query": text}},
            "responses": _answers({"application/sparql-results+json": {}, "text/turtle": text}),
        },
    }
    health: Json = {
        "get": {
            "operationId": "health",
            "summary": "Whether the server lives and can answer",
            "responses": {
                "200": {"description": "It can.", "content": {"application/json": {}}},
                "503": {"description": "It cannot answer yet, or any more.", "content": {"application/json": {}}},
            },
        }
    }
    return {"/sparql": sparql, "/health": health}


def _answers(content: Json) -> Json:
    words: Json = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "200": {"description": "The answer.", "content": content},
        "400": {"description": "The request cannot be understood; the text says where.", **words},
        "406": {"description": "No acceptable format fits the answer.", **words},
        "503": {"description": "A limit bit, which the text names; with Retry-After it was the queue.", **words},
    }
