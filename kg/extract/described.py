"""Description files in ``mappings/forms/`` are read strictly: an unknown key, a key that stands twice and a pattern
that is none are mistakes that name file, line and key."""

import re
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from kg.paths.strictyaml import checked, read


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
    return checked(model, read(path), "mappings/forms/README.md says what each file may hold.")
