"""What cannot be taken as it was typed."""


class Refused(ValueError):
    """Something typed that cannot be taken.

    Attributes:
        message: what is wrong.
        mend: what to write instead; empty where nothing can be said.
    """

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(f"{message} {mend}".strip())
        self.message, self.mend = message, mend
