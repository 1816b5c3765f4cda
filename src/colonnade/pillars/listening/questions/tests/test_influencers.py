import numpy as np
import pytest

from colonnade.pillars.listening.questions import influencers
from colonnade.pillars.listening.questions.graph import (
    DAMPING,
    PASSED_ON,
    Attention,
    Reach,
    attention_shares,
)
from colonnade.pillars.listening.questions.influencers.network import attention_graph
from colonnade.pillars.listening.questions.influencers.people import scores
from colonnade.pillars.listening.questions.tests.factories import corpus, fill, post
from colonnade.warehouse.store import Facts


def graph(people: int, edges: list[tuple[int, int, float]]) -> Attention:
    return Attention(
        people=tuple(str(number) for number in range(people)),
        source=np.array([source for source, _t, _w in edges], dtype=np.int64),
        target=np.array([target for _s, target, _w in edges], dtype=np.int64),
        weight=np.array([weight for _s, _t, weight in edges], dtype=np.float64),
    )


def random_graph(people: int, edges: int, seed: int) -> Attention:
    random = np.random.default_rng(seed)
    pairs = {(int(a), int(b)) for a, b in random.integers(0, people, (edges, 2)) if a != b}
    return graph(people, [(a, b, float(random.uniform(0.5, 3))) for a, b in sorted(pairs)])


def test_attention_solves_the_equations_of_pagerank() -> None:
    found = random_graph(30, 80, seed=1)
    start = np.random.default_rng(2).dirichlet(np.ones(30))
    steps = np.zeros((30, 30))
    steps[found.target, found.source] = found.weight
    out = steps.sum(axis=0)
    steps = np.where(out > 0, steps / np.where(out > 0, out, 1), start[:, None])  # dead ends start anew
    exact = np.linalg.solve(np.eye(30) - DAMPING * steps, (1 - DAMPING) * start)
    share, low, high = attention_shares(found, start)
    np.testing.assert_allclose(share, exact, atol=1e-8)
    assert share.sum() == pytest.approx(1)
    assert low is not None
    assert high is not None
    assert ((low <= share) & (share <= high)).all()


def test_reach_is_that_of_the_walks_written_out() -> None:
    # 0 attends to 1 (weight 3) and 2 (weight 1); 1 attends to 2. Listeners: 0 and 1.
    found = Reach(graph(3, [(0, 1, 3.0), (0, 2, 1.0), (1, 2, 1.0)]))
    p = PASSED_ON
    from_zero_to_two = p * (1 / 4) + p * (3 / 4) * p
    expected = {1: p * (3 / 4) / 2, 2: (from_zero_to_two + p) / 2}
    for person, share in expected.items():
        reach = found.of([person]).reach
        assert reach.low <= share <= reach.high
    # Both: 0 is reached as soon as its walk starts, 1 by way of 2.
    both = found.of([1, 2]).reach
    assert both.low <= p <= both.high


def test_a_portfolio_prefers_those_who_add_to_each_other() -> None:
    # 0 is heard by 20 people, 1 by 18 of the same, 2 by 10 others: 0 and 2 together reach most.
    edges = [(10 + n, 0, 1.0) for n in range(20)] + [(10 + n, 1, 1.0) for n in range(18)]
    edges += [(100 + n, 2, 1.0) for n in range(10)]
    found = Reach(graph(120, edges))
    chosen = found.best([0, 1, 2], 2)
    assert set(chosen.chosen) == {0, 2}
    assert chosen.reach.value > found.of([0, 1]).reach.value


def test_nobody_is_chosen_who_reaches_nobody() -> None:
    assert Reach(graph(3, [(0, 1, 1.0)])).best([2], 5).chosen == ()


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """Eight people answer or name @expert, five name @loud; all name us."""
    expert = [post(900, "acme", by="expert", author_followers=5000, likes=30)]
    answers = [post(number, "acme", in_reply_to="900") for number in range(4)]
    named = [post(10 + number, "@Expert @acme") for number in range(4)]
    both = [post(14, "@expert", by="author13", in_reply_to="900")]
    loud = [post(20 + number, "@loud @acme") for number in range(5)]
    rest = [post(30 + number, "acme") for number in range(20)]
    return fill(facts, expert + answers + named + both + loud + rest)


def test_the_graph_holds_replies_mentions_and_follows_once_per_pair(talk: Facts) -> None:
    fill(talk, [], follows=[("author30", "expert"), ("author0", "expert"), ("author31", "acme")])
    found = attention_graph(corpus(talk))
    ties = {
        (found.people[source], found.people[target]): weight
        for source, target, weight in zip(found.source, found.target, found.weight, strict=True)
    }
    assert ties[("x:author1", "x:expert")] == 1.0
    assert ties[("x:author0", "x:expert")] == 2.0  # answered once and follows
    assert ties[("x:author30", "x:expert")] == 1.0
    assert ties[("x:author13", "x:expert")] == pytest.approx(np.log2(3))  # two posts, one of them doubly
    assert ties[("x:author20", "x:loud")] == 1.0
    assert not any("acme" in person for person in found.people)
    assert len(ties) == 4 + 4 + 5 + 1


def test_people_heard_by_enough_others_are_named(talk: Facts) -> None:
    answer = influencers.answer(corpus(talk))
    assert answer.enough
    found = answer.facts["influencers"]
    assert isinstance(found, list)
    assert [(person["id"], person["heard_by"], person["followers"], person["posts"]) for person in found] == [
        ("x:expert", 8, 5000, 1)
    ]
    assert answer.sentence == (
        "@expert alone is heard by at least 6 of those who write about Acme: by 8 people."
    )
    assert answer.facts["portfolio"] is None


def test_nobody_heard_by_enough_is_no_answer(facts: Facts) -> None:
    fill(facts, [post(number, "@loud" if number < 5 else "acme") for number in range(40)])
    answer = influencers.answer(corpus(facts))
    assert not answer.enough
    assert "nobody was named, answered or followed by 6 people or more (the most was 5)" in answer.sentence
    assert answer.charts == ()


def test_scores_count_what_is_unknown_as_the_middle() -> None:
    found = scores(np.array([1.0, 2.0]), [None, None], [0, 4], [None, 3.0])
    # Attention 25 and 75, reach left out, posts 25 and 75, resonance 50 and 50.
    assert found.tolist() == pytest.approx([100 / 3, 200 / 3])


def test_a_portfolio_is_drawn_from_mid_size_people(facts: Facts) -> None:
    # Twenty writers are heard by seven people each, one star by all 140.
    posts = [post(number, f"acme @writer{number % 20} @star") for number in range(140)]
    writers = [post(500 + number, "acme", by=f"writer{number}") for number in range(20)]
    answer = influencers.answer(corpus(fill(facts, [*posts, *writers])))
    portfolio = answer.facts["portfolio"]
    assert isinstance(portfolio, dict)
    assert len(portfolio["people"]) == 10
    assert "x:star" not in portfolio["people"]
