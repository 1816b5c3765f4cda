"""The accurate tier: whom it asks, and how opinions are joined."""

import numpy as np
import pytest

from colonnade.pillars.listening.understanding import UNSURE, card, understand
from colonnade.pillars.listening.understanding.card import ACCURATE, FOLDER, Blend
from colonnade.pillars.listening.understanding.cascade import AccurateModel, Transformer, blended
from colonnade.pillars.listening.understanding.sentiment import SentimentModel
from colonnade.pillars.listening.understanding.tests.sentences import COMPLAINTS, FACTS, MANY, PRAISE
from colonnade.pillars.listening.understanding.text import plain


@pytest.fixture(scope="module")
def transformer() -> Transformer:
    return Transformer(ACCURATE)


@pytest.mark.parametrize(("texts", "sentiment"), [(PRAISE, "positive"), (COMPLAINTS, "negative")])
def test_plain_cases_are_read_right(texts: tuple[str, ...], sentiment: str) -> None:
    assert understand(texts, tier="accurate").sentiment == [sentiment] * len(texts)


@pytest.mark.parametrize(
    ("texts", "best"), [(PRAISE, 2), (COMPLAINTS, 0), (FACTS, 1)], ids=["praise", "complaints", "facts"]
)
def test_the_transformer_reads_plain_cases_right(
    transformer: Transformer, texts: tuple[str, ...], best: int
) -> None:
    assert transformer.logits([plain(text) for text in texts]).argmax(axis=1).tolist() == [best] * len(texts)


def test_company_and_order_matter_little_to_the_transformer(transformer: Transformer) -> None:
    texts = [plain(text) for text in (*MANY, "", "ok", "word " * 300)]
    together = transformer.logits(texts)
    alone = np.concatenate([transformer.logits([text]) for text in texts])
    assert together.shape == (len(texts), 3)
    # Activations are rounded by the greatest of a block, so a neighbour moves them a little.
    assert np.abs(together - alone).max() < 0.3
    assert transformer.logits([]).shape == (0, 3)


def test_only_unsure_texts_are_asked_about() -> None:
    blend = card("accurate").blend
    assert blend is not None
    texts = [plain(text) for text in (*MANY, "well, hm", "so that is that then", "it is what it is", "")]
    light = SentimentModel(FOLDER)
    first = light.chances(texts)
    second = AccurateModel(light, ACCURATE, blend).chances(texts)
    sure = first.max(axis=1) >= blend.least_chance
    assert sure.any()
    assert not sure.all()
    assert second[sure].tolist() == first[sure].tolist()
    assert second[-1].tolist() == first[-1].tolist()  # nothing to read
    asked = ~sure
    asked[-1] = False
    assert (second[asked] != first[asked]).any(axis=1).all()
    assert second.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_opinions_are_averaged_by_their_weight() -> None:
    light = np.array([[0.6, 0.3, 0.1]], dtype=np.float32)
    deep = np.log(np.array([[0.1, 0.2, 0.7]], dtype=np.float32))
    alone = Blend(least_chance=1, weight=0, temperature=1, asked=1)
    assert blended(light, deep, alone) == pytest.approx(light, abs=1e-6)
    other = blended(light, deep, alone.model_copy(update={"weight": 1.0}))
    assert other == pytest.approx(np.exp(deep), abs=1e-6)
    half = blended(light, deep, alone.model_copy(update={"weight": 0.5}))
    assert half[0] == pytest.approx(np.sqrt([0.06, 0.06, 0.07]) / np.sqrt([0.06, 0.06, 0.07]).sum(), abs=1e-5)
    flat = blended(light, deep, alone.model_copy(update={"weight": 0.5, "temperature": 100.0}))
    assert flat[0] == pytest.approx([1 / 3] * 3, abs=0.01)


def test_tiers_share_languages_intents_and_what_cannot_be_read() -> None:
    texts = ["Die Hydraulik ist schon wieder undicht", "Where can I buy one?", "\ud800", "a" * 5_000]
    light, accurate = understand(texts), understand(texts, tier="accurate")
    assert (light.language, light.intents) == (accurate.language, accurate.intents)
    assert accurate.sentiment[0] == UNSURE
    assert len(understand([], tier="accurate")) == 0
