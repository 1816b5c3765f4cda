"""The model card as a page of the reference."""

from collections.abc import Iterable, Sequence

from colonnade.pillars.listening.understanding.card import CLASSES, UNSURE, Card, card
from colonnade.pillars.listening.understanding.intents.card import IntentCard, intent_card

NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi in Latin letters",
    "it": "Italian",
    "pt": "Portuguese",
}


def render() -> str:
    """Return the cards of the shipped models in Markdown, one page."""
    light, accurate = card("light"), card("accurate")
    return "\n".join(
        [
            "# Understanding posts: model cards",
            "",
            "What is told of each post, by what, and how well: sentiment in two tiers, language, intents,",
            "entities.",
            "",
            *_card(light),
            *_card(accurate),
            *_intents(intent_card()),
            *_entities(),
        ]
    )


def _card(card: Card) -> list[str]:
    return [*_purpose(card), *_second(card), *_figures(card), *_languages(card), *_limits(card)]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(map(str, line))} |" for line in lines]


def _purpose(card: Card) -> list[str]:
    return [
        f"## Sentiment: {card.identity}",
        "",
        "Tells whether a post speaks well or badly of something, or neither. It runs where Colonnade runs;",
        "no text leaves it. Chances hold for a stream in which the three classes are equally frequent,",
        "because no other mix can be known beforehand. The likeliest class is the answer where its chance is",
        f"at least {_percent(card.least_chance)}; else the answer is `{UNSURE}`.",
        "",
        f"Kind: {card.method}. Seed {card.seed}, temperature {card.temperature}.",
        "",
        "### What it learned from",
        "",
        *_table(
            ("Posts", "From", "Used for", "Terms"), [(a.posts, a.name, a.use, a.terms) for a in card.data]
        ),
        "",
        f"{card.validation.near_duplicates_removed} training posts that nearly repeat a validation post",
        "(half of their three-word runs are the same) were left out, so the figures below are not those of",
        "posts it has seen.",
        "",
    ]


def _second(card: Card) -> list[str]:
    if card.blend is None:
        return []
    blend = card.blend
    asked = f"{_percent(blend.least_chance)}: {_percent(blend.asked)} of the validation posts."
    return [
        f"The second model is asked where the light one's likeliest class is less likely than {asked}",
        f"Its logarithmic chances weigh {_percent(blend.weight)}, the light one's the rest.",
        "",
    ]


def _figures(card: Card) -> list[str]:
    checked = card.validation
    recalls = ", ".join(f"{name} {_percent(checked.recalls[name])}" for name in CLASSES)
    answers = (*CLASSES, UNSURE)
    rows = [(f"**{true}**", *(checked.confusion[true][answer] for answer in answers)) for true in CLASSES]
    surest = checked.abstaining
    return [
        f"### How well it does: {checked.posts} English posts",
        "",
        *_table(
            ("Figure", "Value"),
            [
                ("Macro-recall, always answering", _percent(checked.macro_recall)),
                ("Recall by class, always answering", recalls),
                ("Right, always answering", _percent(checked.accuracy)),
                (f"Right, where the answer is not `{UNSURE}`", _percent(checked.accuracy_answered)),
                ("Share of posts that get such an answer", _percent(checked.coverage)),
                ("Expected calibration error (five folds)", f"{checked.calibration_error:.3f}"),
                ("Posts a second of one processor, with language and intents", f"{card.posts_a_second:,}"),
            ],
        ),
        "",
        f"If only the surest {_percent(surest.coverage)} got an answer, {_percent(surest.accuracy)} of the",
        "answers would be right where the three classes are equally frequent:",
        f"{_points(surest.gain)} points more than when always answering (95 % interval",
        f"{_points(surest.gain_low)} to {_points(surest.gain_high)}). Were each chance exactly true, it",
        f"would be {_points(surest.promised)}.",
        "",
        "Posts by true class (rows) and answer (columns):",
        "",
        *_table(("", *answers), rows),
        "",
        "Shares of sentiment are never counted from answers alone: they are adjusted by this table",
        "(*quantification*), which assumes that the model errs on your posts as it does on these.",
        "",
    ]


def _languages(card: Card) -> list[str]:
    answers = (*CLASSES, UNSURE)
    return [
        "### Other languages",
        "",
        f"The model reads English only. Posts in another language are marked with it and `{UNSURE}`. The",
        "last column says why: macro-recall if they were read all the same (33.3 % is chance).",
        "",
        *_table(
            ("Language", "Posts", "Told right", "Not told", "Answered", "Right of these", "If read"),
            [
                (
                    NAMES[code],
                    found.posts,
                    _percent(found.recognised),
                    _percent(found.undetermined),
                    _percent(found.answered),
                    _percent(found.accuracy_answered),
                    _percent(found.macro_recall_if_read),
                )
                for code, found in sorted(card.languages.items())
            ],
        ),
        "",
        "Posts by language and true class (rows) and answer (columns):",
        "",
        *_table(
            ("Language", "", *answers),
            [
                (NAMES[code], f"**{true}**", *(found.confusion[true][answer] for answer in answers))
                for code, found in sorted(card.languages.items())
                for true in CLASSES
            ],
        ),
        "",
        "Language is told by ELD-C (letter n-grams, 60 languages). Posts that mix languages count as one of",
        "them; many of the Hindi set are English or half English.",
        "",
    ]


def _limits(card: Card) -> list[str]:
    digests = [(f"`{name}`", f"`{digest}`") for name, digest in card.digests.items()]
    return [
        "### Limits",
        "",
        "- It was trained on posts of 2013 to 2017; newer slang and names are unknown to it.",
        "- It judges the whole post, not what is said about a brand in it: praise of a competitor is praise.",
        "- Irony is mostly read as it is written.",
        "- Only the first 1,000 characters and 96 word pieces of a text are read.",
        "- It is for shares over many posts and for sorting a queue, not for judging a person.",
        "",
        "### Files",
        "",
        *_table(("File", "SHA-256"), digests),
        "",
        "`scripts/train_sentiment` makes them.",
        "",
    ]


def _intents(card: IntentCard) -> list[str]:
    rows = [
        (
            check.intent,
            check.data,
            check.posts,
            check.truth,
            _percent(check.flagged),
            _known(check.precision),
            _known(check.recall),
        )
        for check in card.checks
    ]
    return [
        "## Intents",
        "",
        "A post may ask a question, complain, praise, want to buy, want support, or be spam; it may do",
        "several of these, or none. A question is told by its mark or by phrases, a complaint by phrases or",
        "by a linear model learned from 2,759 labelled posts to companies, the others by phrases alone",
        "(`intents/cues.toml`), for want of labelled posts. All but the mark of a question are read in",
        "English only.",
        "",
        *_table(("Intent", "In", "Posts", "Truth", "Flagged", "Of these right", "Found"), rows),
        "",
        "What one person read is a rough guide: few posts were read. Purchase intent and spam are rare in",
        "those posts, and most of the few flagged for a purchase were wrong: look before you count them.",
        "A complaint is learned from posts that address a company; in talk among people it flags much that",
        "only sounds like one.",
        "",
    ]


def _entities() -> list[str]:
    return [
        "## Entities",
        "",
        "Tags, handles, cashtags and links are told by their signs, brands by the terms that the",
        "organisation listens for. Names are told in English posts by their capitals: a word counts as",
        "one if people seldom write it small (`entities/cases.txt`, counted in 244,088 research posts);",
        "headlines are read with more care. What a name names is told by lists of forenames, places and",
        "endings, and left open (`name`) else.",
        "",
        "Of 150 names drawn at random from the validation posts, 139 are a whole name (93 %, 95 %",
        "interval 87 to 96), and of the 57 whose kind was told, 56 are of that kind; one reader judged.",
        "How many names are missed was not measured: those that people write small are.",
        "",
    ]


def _known(share: float | None) -> str:
    return "not known" if share is None else _percent(share)
