"""How large a query may be. Each limit is named in the message that refuses to go beyond it."""

MOST_CHARACTERS = 20_000
MOST_TERMS = 2_000
MOST_WILDCARDS = 200
DEEPEST = 40  # parentheses and exclusions within each other
LEAST_STEM = 3  # letters before the first wildcard of a word
MOST_STARS = 4  # wildcards "*" in one word
LONGEST_DISTANCE = 100  # words that NEAR reaches
MOST_NEAR = 5  # parts of one NEAR
LONGEST_WORD = 200  # characters of a word, a phrase or a value
