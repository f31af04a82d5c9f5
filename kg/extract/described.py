"""Description files in ``mappings/forms/`` are read strictly: an unknown key, a key that stands twice and a pattern
that is none are mistakes that name file, line and key."""

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from kg.errors import DataFileError


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression."""


class Described(BaseModel):
    """A part of a description file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_Model = TypeVar("_Model", bound=BaseModel)


def read_described(path: Path, model: type[_Model]) -> _Model:
    """The file at ``path`` as ``model``. Raises ``DataFileError`` naming file, line and key."""
    node: yaml.Node | None = None
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        return model.model_validate(loader.construct_document(node) if node is not None else None)
    except FileNotFoundError as error:
        raise DataFileError("the file is missing.", place=str(path), advice="Restore it.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"not YAML: {error.problem}.", place=f"{path}:{line}", advice="Mend the line.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataFileError(
            f"key {key}: {first['msg']}.",
            place=f"{path}:{_line(node, first['loc'])}",
            advice="mappings/forms/README.md says what each file may hold.",
        ) from error


class _Loader(yaml.SafeLoader):
    """The safe loader, with every key of a mapping once (YAML 1.2, section 3.2.1.3)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping; a key that stands twice is a mistake at its line."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands here twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def _line(node: Any, steps: tuple[int | str, ...]) -> int:
    """The line of the node that ``steps`` lead to, as far as they lead."""
    line = 1
    for step in steps:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                return line
            line, node = found[0][0].start_mark.line + 1, found[0][1]
            continue
        else:
            return line
        line = node.start_mark.line + 1
    return line
