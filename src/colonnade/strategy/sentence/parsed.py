"""What a parser returns."""

from typing import Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Parsed(NamedTuple, Generic[T_co]):
    """What was read, and the place of the token behind it."""

    value: T_co
    end: int
