"""Findings as plain text and as JSON."""

import json
from decimal import Decimal

from kg.audit.judgement import Count, Found, Judgement
from kg.audit.places import Place
from kg.model import Severity
from kg.query.lines import aligned

LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
"""What a severity is called where people and other tools read it."""
_OUTCOMES = ("passed", "failed", "inapplicable", "cant_tell")
_HEADS = {
    "zh": (("程度", "规则", "文件", "表", "页", "行", "列示处", "说明"),
           ("规则", "通过", "未通过", "不适用", "无法判断", "所问")),
    "en": (("level", "rule", "document", "table", "page", "line", "at", "what"),
           ("rule", "passed", "failed", "not applicable", "could not tell", "what it asks")),
}  # fmt: skip


def as_table(judged: Judgement, language: str) -> str:
    """The findings, the gravest first, and below them how often each rule held."""
    findings, counts = _HEADS[language]
    lines = [_line(one, language) for one in judged.findings]
    table = aligned(findings, lines) + "\n" if lines else ""
    return table + aligned(counts, [_counted(one, language) for one in judged.counts])


def as_json(judged: Judgement) -> str:
    """``documents``, ``rules`` with their outcomes, and ``findings`` with their places; amounts are exact, as text."""
    whole = {
        "documents": judged.documents,
        "rules": [_rule(one) for one in judged.counts],
        "findings": [_finding(one) for one in judged.findings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def where(place: Place) -> str:
    """A row and a column in words, or the text printed."""
    return " · ".join(filter(None, (place.row, place.column, place.printed)))


def _line(one: Found, language: str) -> list[str]:
    at = one.focus
    message = one.message_zh if language == "zh" else one.message_en
    numbers = [str(number) if number else "" for number in (at.table, at.page, at.line)]
    return [LEVELS[one.severity], one.rule, at.document, *numbers, where(at), message]


def _counted(one: Count, language: str) -> list[str]:
    asked = one.rule.zh if language == "zh" else one.rule.en
    return [one.rule.name, *(str(getattr(one, outcome)) for outcome in _OUTCOMES), asked]


def _rule(one: Count) -> dict[str, object]:
    return {
        "rule": one.rule.name,
        "level": LEVELS[one.rule.severity],
        "zh": one.rule.zh,
        "en": one.rule.en,
        **{outcome: getattr(one, outcome) for outcome in _OUTCOMES},
    }


def _finding(one: Found) -> dict[str, object]:
    return {
        "id": one.id,
        "rule": one.rule,
        "level": LEVELS[one.severity],
        "message": {"zh": one.message_zh, "en": one.message_en},
        "found": _exact(one.found),
        "expected": _exact(one.expected),
        "difference": _exact(one.difference),
        "tolerance": _exact(one.tolerance),
        "cause": one.cause or None,
        "focus": _place(one.focus),
        "cells": [_place(place) for place in one.cells],
    }


def _place(place: Place) -> dict[str, object]:
    return {name: value or None for name, value in place._asdict().items()}


def _exact(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
