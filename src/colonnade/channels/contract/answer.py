"""A network's answer, read whole and never trusted."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from colonnade.channels.contract.errors import Retry
from colonnade.channels.contract.text import well_formed

Model = TypeVar("Model", bound=BaseModel)
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Foreign(BaseModel):
    """Base of models of what networks send: what they add is ignored, and nothing can be changed."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer.

    Attributes:
        headers: names in lower case.
        url: where it came from in the end, without user, password and secret parameters.
        at: when it came, with zone.
    """

    status: int
    at: datetime
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The body as UTF-8; what is none becomes U+FFFD."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> object:
        """Return the body's JSON. Raises ``Retry`` where it is none: such an answer is an accident."""
        try:
            content: object = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise Retry(f"the answer is not JSON: {str(error)[:100]}") from None
        return _mended(content) if _ESCAPED_SURROGATE.search(self.body) else content

    def read(self, model: type[Model]) -> Model:
        """Return the body as ``model``. Raises ``Retry`` where it is something else."""
        try:
            return model.model_validate(self.json())
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise Retry(f"the answer cannot be read: {place}: {first['msg']}"[:200]) from None

    def header(self, name: str) -> str:
        """Return a header by its name in lower case, or an empty text."""
        return self.headers.get(name, "")


def _mended(value: object) -> object:
    """Return JSON whose texts are well-formed: an escape may name half a character."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {well_formed(key): _mended(item) for key, item in value.items()}
    return value
