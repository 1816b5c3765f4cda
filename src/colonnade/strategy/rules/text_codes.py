"""Codes for what can be said of a plain sentence beside what the rules say of a document."""

TEXT_CODES: dict[str, str] = {
    "TXT001": "Nothing was understood: the words name neither a goal nor a means nor a limit",
    "TXT002": "Words that were not understood; they were left out, not guessed at",
    "TXT003": "A vague amount of time ('part-time', 'two people') was read as a number; correct it",
    "TXT004": "The text is longer than a sentence can be",
}
