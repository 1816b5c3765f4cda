"""Rules find what they mean, however it is typed, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.governance.policies.addresses import host_of, is_within
from colonnade.governance.policies.checking import (
    Context,
    Finding,
    Rule,
    RuleKind,
    Severity,
    blocks,
    check,
)
from colonnade.governance.policies.phrases import find_phrases
from colonnade.governance.policies.reading import lix

NOWHERE = Context()


def ban(*phrases: str, **more: object) -> Rule:
    return Rule(name="Claims", kind=RuleKind.BANNED, phrases=phrases, **more)  # type: ignore[arg-type]  # fields of a rule


def found(text: str, rule: Rule, context: Context = NOWHERE) -> list[Finding]:
    return check(text, context=context, rules=[rule])


@pytest.mark.parametrize(
    ("text", "phrase", "span"),
    [
        ("We GUARANTEE it.", "guarantee", "GUARANTEE"),
        ("We guar\u200bantee it.", "guarantee", "guar\u200bantee"),  # zero-width space
        ("We guar\u00adantee it.", "guarantee", "guar\u00adantee"),  # soft hyphen
        ("We \uff47uarantee it.", "guarantee", "\uff47uarantee"),  # full-width letter
        (
            "We \U0001d420\U0001d42e\U0001d41a\U0001d42bantee.",
            "guarantee",
            "\U0001d420\U0001d42e\U0001d41a\U0001d42bantee",
        ),
        ("We \U0001d420uarantee.", "guarantee", "\U0001d420uarantee"),  # mathematical bold
        ("We gu\u0430r\u0430ntee it.", "guarantee", "gu\u0430r\u0430ntee"),  # Cyrillic a
        ("We \u0421\u0435rtify it.", "certify", "\u0421\u0435rtify"),  # Cyrillic C and e
        ("We g\u0336u\u0336a\u0336rantee it.", "guarantee", "g\u0336u\u0336a\u0336rantee"),  # struck through
        ("Die beste STRASSE.", "straße", "STRASSE"),  # full case folding
        ("Die beste Straße.", "strasse", "Straße"),
        ("İSTANBUL calling", "istanbul", "İSTANBUL"),  # capital I with a dot
        ("Cafe\u0301 au lait", "café", "Cafe\u0301"),  # composed or not
        ("risk\u00a0\n free", "risk free", "risk\u00a0\n free"),
        ("最安値を保証します", "保証", "保証"),  # no spaces between words
        ("ΣΊΣΥΦΟΣ works", "σίσυφος", "ΣΊΣΥΦΟΣ"),  # final sigma
        ("see #ad below", "#ad", "#ad"),
    ],
)
def test_a_phrase_is_found_however_it_is_typed(text: str, phrase: str, span: str) -> None:
    hits = find_phrases(text, [phrase])
    assert [text[hit.start : hit.end] for hit in hits] == [span]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a guaranteed result", "guarantee"),
        ("the cure is secure", "sec"),
        ("an #adventure", "#ad"),
        ("mail me@advert.example", "@ad"),
        ("note#ad is no tag", "#ad"),
        ("résumé", "resume"),  # another word, not another spelling
        ("сор и пыль лежат на дороге", "cop"),  # noqa: RUF001  # Russian words are no disguise in a Russian text
        ("", "guarantee"),
        ("guarantee", "\u200b"),  # nothing to look for
    ],
)
def test_what_only_resembles_a_phrase_is_not_found(text: str, phrase: str) -> None:
    assert find_phrases(text, [phrase]) == []


def test_a_disguise_is_called_one() -> None:
    [finding] = found("Our p\u0430yday offer", ban("payday"))
    assert "only look right" in finding.what
    [plain] = found("Our payday offer", ban("payday"))
    assert "look right" not in plain.what


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    rule = ban("risk free", why="No investment is.", remedy="Say what the risk is.", severity=Severity.WARN)
    text = "A Risk  Free loan"
    [finding] = found(text, rule)
    assert (finding.found, text[finding.start : finding.end]) == ("Risk  Free", "Risk  Free")
    assert (finding.why, finding.remedy, finding.severity) == (
        "No investment is.", "Say what the risk is.", Severity.WARN,
    )  # fmt: skip
    assert not blocks([finding])


def test_overlapping_phrases_are_each_found() -> None:
    hits = find_phrases("the best price ever", ["best price", "price ever", "best"])
    assert [hit.phrase for hit in hits] == ["best", "best price", "price ever"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Lease at 2% APR. Terms apply.", False),
        ("Lease at 2% APR.", True),
        ("Lease at 2% apr, *subject to status*.", False),
        ("Lease now.", False),
    ],
)
def test_a_required_phrase_is_asked_for_where_its_occasion_is(text: str, missing: bool) -> None:
    rule = Rule(
        name="Credit", kind=RuleKind.REQUIRED, phrases=("terms apply", "subject to status"), when=("APR",)
    )
    assert bool(found(text, rule)) is missing


def test_a_paid_partnership_is_disclosed() -> None:
    rule = Rule(name="Paid", kind=RuleKind.DISCLOSURE, phrases=("#ad", "paid partnership"))
    assert not found("Look at this", rule)
    [finding] = found("Look at this #adorable hammer", rule, Context(paid=True))
    assert "#ad" in finding.remedy
    assert not found("Look at this #AD", rule, Context(paid=True))


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("https://hydra.example/x and www.hydra.example.", []),
        ("https://shop.hydra.example", []),
        ("https://evilhydra.example", ["evilhydra.example"]),
        ("https://hydra.example@evil.example/", ["evil.example"]),
        ("https://hydra.example\\@evil.example/", []),  # browsers go to hydra.example here
        ("https://evil.example\\@hydra.example/", ["evil.example"]),
        ("https://hydra.example.evil.example/", ["evil.example"]),
        ("buy at bit.ly/abc now", ["bit.ly"]),
        ("buy at evil.com!", ["evil.com"]),
        ("http://b\u00fccher.example/", ["xn--bcher-kva.example"]),
        ("https://hydr\u0430.example/", ["xn--hydr-83d.example"]),  # Cyrillic a
        ("write to ana@evil.com", []),
        ("node.js, e.g. this", []),
        ("HTTPS://EVIL.EXAMPLE", ["evil.example"]),
    ],
)
def test_links_lead_only_where_they_may(text: str, hosts: list[str]) -> None:
    rule = Rule(name="Ours", kind=RuleKind.LINKS, phrases=("hydra.example",))
    findings = found(text, rule)
    assert len(findings) == len(hosts)
    for finding, host in zip(findings, hosts, strict=True):
        assert host in finding.what


def test_a_host_that_cannot_be_read_is_within_nothing() -> None:
    assert host_of("http://[::1") == ""
    assert not is_within("", ["hydra.example"])


PLAIN = (
    "We dug the pit in two days. The crew went home on time. You can see it on the map. "
    "Ask us how it was done. It is not hard."
)
HEAVY = (
    "Notwithstanding considerable organisational interdependencies, comprehensive transformation programmes "
    "necessitate extraordinarily sophisticated interdisciplinary communication infrastructures throughout "
    "participating manufacturing departments, notwithstanding administrative considerations."
)


def test_reading_difficulty_is_measured_where_it_can_be() -> None:
    plain = lix(PLAIN)
    assert plain is not None
    assert plain < 20
    assert lix("Too short to say.") is None
    assert lix("最安値を保証します。" * 40) is None
    rule = Rule(name="Plain", kind=RuleKind.READING, limit=50, severity=Severity.WARN)
    assert not found(PLAIN, rule)
    assert found(HEAVY + " It is a very long sentence that we would not say to any of our friends.", rule)


def test_lix_follows_its_definition() -> None:
    # 30 words in 3 sentences, 6 of them with more than six letters: 10 + 20.
    text = " ".join(["machine two of the old men sat down at dawn."] * 2)
    text += " machine machine machine machine of the old men sat down."
    words = text.replace(".", "").split()
    long = sum(len(word) > 6 for word in words)
    assert lix(text) == pytest.approx(len(words) / 3 + 100 * long / len(words))


@pytest.mark.parametrize(
    ("scope", "context", "holds"),
    [
        ({}, Context(), True),
        ({"unit": 3}, Context(unit=3), True),
        ({"unit": 3}, Context(unit=4), False),
        ({"unit": 3}, Context(), False),
        ({"channel": "x"}, Context(channel="x"), True),
        ({"channel": "x"}, Context(channel="bluesky"), False),
        ({"campaign": 9}, Context(campaign=9, channel="x"), True),
        ({"campaign": 9, "channel": "x"}, Context(campaign=9), False),
    ],
)
def test_a_rule_holds_in_its_scope(scope: dict[str, object], context: Context, holds: bool) -> None:
    assert bool(found("cheap", ban("cheap", **scope), context)) is holds


def test_what_blocks_comes_first() -> None:
    rules = [ban("aaa", severity=Severity.WARN), ban("bbb")]
    assert [one.found for one in check("aaa bbb", context=NOWHERE, rules=rules)] == ["bbb", "aaa"]


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=5))
def test_no_text_breaks_the_checker_and_spans_lie_in_the_text(text: str, phrases: list[str]) -> None:
    for hit in find_phrases(text, phrases):
        assert 0 <= hit.start < hit.end <= len(text)
    rules = [
        ban(*phrases),
        Rule(name="l", kind=RuleKind.LINKS, phrases=tuple(phrases)),
        Rule(name="r", kind=RuleKind.READING, limit=0),
    ]
    check(text, context=NOWHERE, rules=rules)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12))
def test_a_word_is_found_in_its_own_sentence(word: str) -> None:
    text = f"so: {word}, yes"
    assert any(text[hit.start : hit.end] == word for hit in find_phrases(text, [word]))
