"""Scheduled posts on a real personal data server and on mastodon_mock while everything fails.

Prints how often each post stands on its network: the figure that is published is how many stand there once.
``--posts`` on each of ``2 x --people`` accounts; the whole run is ``--posts 167 --people 3`` (1,002 posts).
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.peers.bluesky.peer import install, started
from tests.peers.bluesky.storm import Storm


def main() -> None:
    """Run the storm and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--people", type=int, default=2)
    parser.add_argument("--span", type=float, default=60.0, help="seconds over which they are scheduled")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    install()
    with tempfile.TemporaryDirectory() as folder, started() as peer:
        figures = Storm(
            folder=Path(folder),
            peer=peer,
            posts=chosen.posts,
            people=chosen.people,
            span=chosen.span,
            seed=chosen.seed,
            calm_after=chosen.span + 30,
            patience=chosen.span + 600,
        ).run()
    late = sorted(figures.late)
    print(f"posts {figures.posts}: once {figures.once}, lost {figures.lost}, twice {figures.twice}")
    print(f"faults {dict(figures.faults)}; workers killed {figures.kills}; looked for {figures.looked}")
    print(f"late {len(late)} (worst {late[-1] if late else 0:.0f} s), unreported {figures.unreported}")
    print(f"{figures.seconds:.0f} s; states {dict(figures.states)}")


if __name__ == "__main__":
    main()
