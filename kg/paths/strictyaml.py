"""The YAML among this package's data, read in one way: forms, mappings, heads of crosswalks and of queries.

Promises: a value knows its file, line and key, a mistake is a ``DataFileError`` there, and a key stands once, as
YAML wants (1.2, section 3.2.1.3) and PyYAML does not see to. Anchors and tags are read as PyYAML's safe loader does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor

from kg.errors import DataFileError

Scalar: TypeAlias = str | int | float | date | bytes | None
_Model = TypeVar("_Model", bound=BaseModel)
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value, the line it stands on (that of its key, if it has one) and the keys that lead to it."""

    file: Path
    line: int
    key: str
    content: "dict[str, Node] | tuple[Node, ...] | Scalar"

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    def wrong(self, what: str, advice: str) -> DataFileError:
        """The error to raise where this value is not as it should be."""
        return DataFileError(f"{self.key}: {what}" if self.key else what, place=self.place, advice=advice)

    def text(self) -> str:
        """The text that stands here; anything else is refused, as are the two methods below."""
        if not isinstance(self.content, str):
            raise self.wrong("a text is needed here.", "Write one, in quotes if YAML takes it for anything else.")
        return self.content

    def items(self) -> tuple["Node", ...]:
        """The values of the list that stands here."""
        if not isinstance(self.content, tuple):
            raise self.wrong("a list is needed here.", "Write [ …, … ], or lines that begin with a dash.")
        return self.content

    def pairs(self, allowed: tuple[str, ...] = ()) -> dict[str, "Node"]:
        """The values here by their keys; ``allowed`` are the only keys known, if given."""
        if not isinstance(self.content, dict):
            raise self.wrong("keys with values are needed here.", "Write lines of the form key: value.")
        for key, node in self.content.items():
            if allowed and key not in allowed:
                raise node.wrong("this key is not known.", f"Use one of: {', '.join(allowed)}.")
        return self.content

    def plain(self) -> object:
        """The value in dicts, lists and scalars."""
        if isinstance(self.content, dict):
            return {key: node.plain() for key, node in self.content.items()}
        return [node.plain() for node in self.content] if isinstance(self.content, tuple) else self.content

    def at(self, steps: tuple[int | str, ...]) -> "Node":
        """The node that keys and numbers (from 0) lead to, as far as they lead."""
        node = self
        for step in steps:
            within = node.content
            if isinstance(within, dict) and str(step) in within:
                node = within[str(step)]
            elif isinstance(within, tuple) and isinstance(step, int) and step < len(within):
                node = within[step]
            else:
                break
        return node


def read(path: Path) -> Node:
    """What the file at ``path`` says; nothing at all is ``None``."""
    return parse(text_of(path), path)


def text_of(path: Path) -> str:
    """The text of a data file, its line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise DataFileError("the file is missing.", place=str(path), advice="Restore it.") from error
    except OSError as error:
        raise DataFileError(f"cannot be read: {error}.", place=str(path), advice="Check its rights.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} is not UTF-8."
        raise DataFileError(what, place=f"{path}:{line}", advice="Save it as UTF-8.") from error


def parse(text: str, file: Path, *, typed: bool = True) -> Node:
    """What ``text``, which begins with the first line of ``file``, says; not ``typed``, every scalar is its text."""
    root = _composed(text, file)
    return _Reader(file, typed).node(root, 1, "") if root is not None else Node(file, 1, "", None)


def checked(model: type[_Model], node: Node, advice: str) -> _Model:
    """The value as ``model`` has it; a value that does not fit is refused at its line."""
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        # a slip in a key comes before what that slip leaves out
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        key = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise DataFileError(f"key {key}: {first['msg']}.", place=node.at(first["loc"]).place, advice=advice) from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes nodes of PyYAML's, in one file."""

    file: Path
    typed: bool

    def node(self, node: yaml.Node, line: int, key: str) -> Node:
        if isinstance(node, yaml.MappingNode):
            return Node(self.file, line, key, self._pairs(node, key))
        if isinstance(node, yaml.SequenceNode):
            return Node(self.file, line, key, tuple(self._items(node, key)))
        return Node(self.file, line, key, self._scalar(node) if self.typed else str(node.value))

    def _items(self, node: yaml.SequenceNode, key: str) -> Iterator[Node]:
        for number, item in enumerate(node.value, 1):
            yield self.node(item, _line(item), f"{key}[{number}]")

    def _pairs(self, node: yaml.MappingNode, key: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key_node, value in node.value:
            line = _line(key_node)
            name = _name(self.node(key_node, line, key), key_node)
            pair = self.node(value, line, f"{key}.{name}" if key else name)
            if name in found:
                raise pair.wrong("this key stands here twice.", "Keep one of the two.")
            found[name] = pair
        return found

    def _scalar(self, node: yaml.Node) -> Scalar:
        try:
            value: Scalar = SafeConstructor().construct_object(node)
        except yaml.YAMLError as error:
            raise _not_yaml(self.file, error) from error
        except ValueError as error:  # a date such as 2024-02-30
            what = f"not YAML: {error}."
            raise DataFileError(what, place=f"{self.file}:{_line(node)}", advice="Write it in quotes.") from error
        return value


def _composed(text: str, file: Path) -> yaml.Node | None:
    try:
        return yaml.compose(text, _FAST)
    except yaml.YAMLError:
        pass  # libyaml is ten times as fast, but says less of a mistake
    try:
        return yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _not_yaml(file, error) from error


def _name(key: Node, node: yaml.Node) -> str:
    """A key is a text, or a whole number as it is written."""
    return str(node.value) if type(key.content) is int else key.text()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _not_yaml(file: Path, error: yaml.YAMLError) -> DataFileError:
    problem, line = str(error), 1
    if isinstance(error, yaml.MarkedYAMLError):
        problem = error.problem or problem
        # what is left open is noticed at the end of the file; it is to be closed where it was opened
        mark = (error.context_mark if "end of stream" in problem else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
    return DataFileError(f"not YAML: {problem}.", place=f"{file}:{line}", advice="Correct this line.")
