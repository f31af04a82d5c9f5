"""The one kind of value that travels between floors: frozen, compared by meaning, no float anywhere."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are refused, so a misspelt name is an error and not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)
