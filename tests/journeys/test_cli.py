"""The command line as people and programs use it: real processes, real files, hostile input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("command line")

COLONNADE = str(Path(sys.executable).parent / "colonnade")
FILES = Path(__file__).parent / "files"
Done = subprocess.CompletedProcess[str]


def colonnade(folder: Path, *arguments: str) -> Done:
    """Run the command in ``folder``, which also holds its data; whatever happens, no traceback is shown."""
    environment = {name: value for name, value in os.environ.items() if name != "COLONNADE_DATABASE_URL"}
    done = subprocess.run(
        [COLONNADE, *arguments],
        cwd=folder,
        env={**environment, "COLONNADE_DATA_DIR": str(folder / "data"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return done


def test_a_list_of_platforms_is_called_one_and_told_what_it_lacks(tmp_path: Path) -> None:
    done = colonnade(tmp_path, "check", "--text", "Facebook! Twitter! Snapchat! Instagram!")
    assert done.returncode == 1
    assert "A list of platforms, not a strategy." in done.stdout
    assert "CLA101 This is a list of platforms (Facebook, Twitter, Snapchat, Instagram)" in done.stdout
    for missing in ("a goal", "a target", "a deadline", "a method", "whose time", "how much money"):
        assert missing in done.stdout


def test_a_strategy_in_one_sentence_is_told_only_what_it_still_lacks(tmp_path: Path) -> None:
    sentence = (
        "Our strategy is to generate marketing qualified leads using social media with one FTE "
        "and $1500 in hard dollars a month"
    )
    done = colonnade(tmp_path, "check", "--text", sentence)
    assert done.returncode == 0
    for line in (
        "goal           Marketing qualified lead",
        "method         Social media",
        "1 FTE",
        "1,500 USD a month",
    ):
        assert line in done.stdout
    assert "missing        a target, a deadline\n" in done.stdout
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("text:")] == [
        "CLA109",
        "CLA111",
    ]


HOSTILE: dict[str, tuple[Callable[[str], bytes], str, str]] = {
    "malformed": (lambda _good: b"colonnade: 1\ngoals: [a, b\nobjectives:\n", "DOC005", "not closed"),
    "ten_megabytes": (lambda _good: b"title: " + b"x" * 10_000_000, "DOC001", "at most 1 MB"),
    "bomb": (lambda _good: bomb(), "DOC010", "would expand"),
    "deep": (lambda _good: b"a: " + b"[" * 5000, "DOC009", "nested more than"),
    "utf16": (lambda good: good.encode("utf-16"), "DOC002", "UTF-16"),
    "latin1": (lambda good: good.replace("Growers", "Gärtner").encode("latin-1"), "DOC002", "Latin-1"),
    "nul": (lambda good: good.replace("Growers", "Gro\0wers").encode(), "DOC003", "NUL"),
    "empty": (lambda _good: b"", "DOC008", "empty"),
    "nan": (lambda good: good.replace("target: 55", "target: .nan").encode(), "DOC023", "finite number"),
    "infinite": (lambda good: good.replace("month: 1500", "month: .inf").encode(), "DOC023", "finite"),
    "negative": (lambda good: good.replace("{expert: 2}", "{expert: -2}").encode(), "DOC024", "at least 0"),
    "no_time": (lambda good: good.replace("fte: 0.5", "fte: 0").encode(), "COL601", "you have 0"),
    "circle": (lambda good: circle(good).encode(), "CLA123", "part of a circle"),
}
"""Name -> how it is made of a good strategy, the code it gets, and words that say what is wrong."""


def bomb() -> bytes:
    """Return a few lines whose aliases stand for thousands of millions of values."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines).encode()


def circle(good: str) -> str:
    """Return the strategy with two goals that feed each other."""
    goal = good[good.index("  - id: enquiries") : good.index("audiences:")]
    rate = "rate: {low: 0.1, likely: 0.2, high: 0.3}"
    funnel = (
        f"funnel:\n  - {{source: visits, target: enquiries, {rate}}}\n"
        f"  - {{source: enquiries, target: visits, {rate}}}\n"
    )
    return good.replace("audiences:", goal.replace("enquiries", "visits") + funnel + "audiences:")


Findings = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, strategy_text: str) -> Path:
    """Return a folder with all hostile files, and a good one that begins with a byte order mark."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (made, _code, _words) in HOSTILE.items():
        (folder / name).write_bytes(made(strategy_text))
    (folder / "bom").write_bytes(b"\xef\xbb\xbf" + strategy_text.encode())
    return folder


@pytest.fixture(scope="module")
def findings(hostile: Path) -> Findings:
    """Check all of them in one run, and return the findings by file."""
    done = colonnade(hostile, "check", "--format", "json", *HOSTILE, "bom")
    assert done.returncode == 1
    return {file["file"]: file["findings"] for file in json.loads(done.stdout)["files"]}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gets_a_clear_message_and_stays_as_it_is(
    hostile: Path, findings: Findings, strategy_text: str, name: str
) -> None:
    made, code, words = HOSTILE[name]
    errors = [found for found in findings[name] if found["severity"] == "error"]
    assert {found["code"] for found in errors} == {code}
    assert words in errors[0]["message"]
    assert errors[0]["fix"]
    assert (hostile / name).read_bytes() == made(strategy_text)


def test_a_byte_order_mark_does_no_harm(findings: Findings) -> None:
    assert [found for found in findings["bom"] if found["severity"] == "error"] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("circle", "it goes in a circle"),
        ("negative", "nothing was planned"),
        ("bomb", "nothing was planned"),
        ("missing", "missing"),
    ],
)
def test_what_cannot_be_planned_is_told_why(hostile: Path, name: str, words: str) -> None:
    done = colonnade(hostile, "plan", name)
    assert done.returncode == 2
    assert words in done.stderr
    assert not list(hostile.glob("*.plan.json"))


def test_without_time_the_plan_says_what_is_lacking(hostile: Path) -> None:
    done = colonnade(hostile, "plan", "no_time", "--format", "json")
    assert done.returncode == 1
    assert "does not fit" in json.loads(done.stdout)["headline"]


def test_a_plan_is_printed_saved_and_the_same_again(tmp_path: Path, strategy_text: str) -> None:
    (tmp_path / "strategy.yaml").write_text(strategy_text)
    assert colonnade(tmp_path, "check", "strategy.yaml").returncode == 0
    done = colonnade(tmp_path, "plan", "strategy.yaml")
    assert done.returncode == 0
    assert "It fits" in done.stdout
    assert "80% interval" in done.stdout
    saved = (tmp_path / "strategy.plan.json").read_bytes()
    colonnade(tmp_path, "plan", "strategy.yaml")
    assert (tmp_path / "strategy.plan.json").read_bytes() == saved


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a system with one organisation, its brands, and the posts of the journeys."""
    folder = tmp_path_factory.mktemp("founded")
    colonnade(folder, "migrate")
    person = ("--administrator", "vera@harrow.example", "--password", "a pump that lasts 40 years")
    assert "Founded Harrow" in colonnade(folder, "organization", "found", "Harrow", *person).stdout
    colonnade(folder, "listen", "brand", "add", "Harrow")
    colonnade(folder, "listen", "brand", "add", "Brackwell", "--kind", "competitor")
    done = colonnade(folder, "listen", "import", str(FILES / "posts.csv"))
    assert "49 rows read: 48 new posts, 0 known already, 0 blank, 1 kept aside." in done.stdout
    assert "row 21:" in done.stdout
    return folder


def test_an_import_loses_nothing_and_adds_nothing_twice(founded: Path) -> None:
    done = colonnade(founded, "listen", "import", str(FILES / "posts.csv"))
    assert "0 new posts, 48 known already" in done.stdout
    aside = colonnade(founded, "listen", "aside", "1").stdout
    assert "the day before yesterday" in aside
    mended = aside.replace("the day before yesterday", "2025-10-01T08:00:00Z")
    (founded / "aside.csv").write_text(mended)
    assert "1 new posts" in colonnade(founded, "listen", "import", "aside.csv").stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("columns.csv", b"height,weight\n1,2\n"),
        ("cut.csv.gz", b"\x1f\x8b\x08\x00cut off"),
        ("open.csv", b'text,posted_at\n"never closed,2025-01-01\n'),
    ],
)
def test_a_file_that_holds_no_posts_is_refused_in_words(founded: Path, name: str, content: bytes) -> None:
    (founded / name).write_bytes(content)
    done = colonnade(founded, "listen", "import", name)
    assert (done.returncode, done.stderr.startswith("Error: ")) == (1, True)
    assert "Nothing was imported." in done.stderr


@pytest.mark.parametrize("question", ["who", "what", "where", "competitors", "influencers", "sentiment"])
def test_each_question_is_answered_from_the_posts(founded: Path, question: str) -> None:
    answer = json.loads(colonnade(founded, "ask", question, "--format", "json").stdout)
    assert answer["sentence"]
    if answer["enough"]:
        assert answer["charts"] or answer["tables"]
    else:
        assert answer["sentence"].startswith("Insufficient evidence")
        assert (question, answer["charts"]) == ("influencers", [])


def test_a_question_about_nothing_and_a_wrong_day_are_answered_in_words(founded: Path) -> None:
    wrong = colonnade(founded, "ask", "who", "--since", "yesterday")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("Error: ")
    none = json.loads(colonnade(founded, "ask", "who", "--text", "unheard of", "--format", "json").stdout)
    assert none["enough"] is False


def test_a_database_that_was_never_prepared_is_said_in_words(tmp_path: Path) -> None:
    done = colonnade(tmp_path, "organization", "list")
    assert done.returncode == 1
    assert "run `colonnade migrate`" in done.stderr
