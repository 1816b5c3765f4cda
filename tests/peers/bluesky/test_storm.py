"""Each scheduled post once on its network, none lost, whatever fails on the way."""

from pathlib import Path

import pytest

from .peer import Peer
from .storm import Storm

pytestmark = pytest.mark.xdist_group("bluesky")


def test_each_post_is_there_once_while_everything_fails(tmp_path: Path, peer: Peer) -> None:
    figures = Storm(folder=tmp_path, peer=peer, posts=4, span=10.0, share=0.5).run()
    assert (figures.once, figures.lost, figures.twice) == (figures.posts, 0, 0), figures
    assert dict(figures.states) == {"published": figures.posts}, figures
    assert figures.unreported == 0, figures
    assert figures.kills, "nothing was killed"
    assert figures.looked, "nothing was ever in doubt"
