"""Configurations and credentials, read against their schema, with problems in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that a person must change; ``field`` is empty where no single one is to blame."""

    field: str
    message: str


class ConfigurationRefused(ValueError):
    """A configuration that its schema does not allow."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(f"{p.field}: {p.message}" if p.field else p.message for p in problems))


def read_configuration(schema: type[Model], said: Mapping[str, object]) -> Model:
    """Return ``said`` as ``schema``.

    Raises:
        ConfigurationRefused: with every problem; what was said is not repeated, since it may be a secret.
    """
    try:
        return schema.model_validate(dict(said))
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
        raise ConfigurationRefused(
            tuple(_problem(detail["loc"], detail["msg"]) for detail in details)
        ) from None


def _problem(place: tuple[int | str, ...], message: str) -> Problem:
    words = message.removeprefix("Value error, ")
    if words == "Field required":
        words = "This is needed."
    elif words == "Extra inputs are not permitted":
        words = "There is no such setting."
    return Problem(field=str(place[0]) if place else "", message=words)
