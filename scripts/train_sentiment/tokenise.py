"""The vocabulary of the small model: word pieces learned from the posts themselves, emoji among them."""

from collections.abc import Iterable

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from colonnade.pillars.listening.understanding.pieces import PADDING, UNKNOWN
from colonnade.pillars.listening.understanding.text import unstretched, words

SPECIAL = {PADDING: "[PAD]", UNKNOWN: "[UNK]"}
VOCABULARY = 23_000


def learn(texts: Iterable[str], *, vocabulary: int = VOCABULARY) -> Tokenizer:
    """Return a WordPiece tokeniser of plain texts' words, with the pieces ``PADDING`` and ``UNKNOWN``."""
    tokeniser = Tokenizer(models.WordPiece(unk_token=SPECIAL[UNKNOWN], max_input_chars_per_word=40))
    tokeniser.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary,
        special_tokens=[SPECIAL[piece] for piece in sorted(SPECIAL)],
        limit_alphabet=1_000,
        min_frequency=3,
        show_progress=False,
    )
    tokeniser.train_from_iterator((" ".join(map(unstretched, words(text))) for text in texts), trainer)
    return tokeniser
