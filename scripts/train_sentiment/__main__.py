"""Build the sentiment model of ``pillars.listening.understanding`` from public research sets of posts.

    python scripts/train_sentiment teach --data DIR --work DIR
    python scripts/train_sentiment label --data DIR --work DIR
    python scripts/train_sentiment learn --data DIR --work DIR
    python scripts/train_sentiment ship --data DIR --work DIR

``DIR`` of ``--data`` holds ``sentiment/{train,val}.tsv``, ``sentiment/unlabelled.txt.gz`` and
``multilingual/<language>.val.tsv``; see README.md. ``--work`` keeps what one step leaves for the next.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import click
import measure
import numpy as np
import posts
import student
import teacher
import tokenise
import torch
from export import export
from numpy.typing import NDArray
from start import piece_start

from colonnade.pillars.listening.understanding.card import CLASSES, FOLDER, Card, Data
from colonnade.pillars.listening.understanding.pieces import Pieces
from colonnade.pillars.listening.understanding.sentiment import SentimentModel, blocks

OPINIONS = "opinions.npy"
NAME, VERSION = "colonnade-sentiment-light", 1
LEAST_CHANCE = 0.5
"""No answer unless the likeliest class is likelier than the other two together."""
HARD_WEIGHT = 0.3
"""How much a person's label counts beside the teacher's opinion of the same post."""
TERMS = "public research set of posts; the networks' terms apply to the posts, which are not shipped"


@dataclass(frozen=True)
class Corpus:
    """All posts of a build; ``removed`` training posts nearly repeated a validation post."""

    train: posts.Labelled
    validation: posts.Labelled
    unlabelled: list[str]
    removed: int


def read_corpus(data: Path, *, unlabelled: int, seed: int) -> Corpus:
    """Return the corpus, without training posts that nearly repeat a validation post."""
    folder = data / "sentiment"
    train, held = posts.read_labelled(folder / "train.tsv"), posts.read_labelled(folder / "val.tsv")
    repeats = posts.near_duplicates(train.texts, held.texts)
    other = posts.read_unlabelled(folder / "unlabelled.txt.gz", limit=unlabelled, seed=seed)
    fresh = np.flatnonzero(~posts.near_duplicates(other, held.texts))
    return Corpus(train.only(~repeats), held, [other[number] for number in fresh], int(repeats.sum()))


def shares(classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each class's share, shape (3,)."""
    counted: NDArray[np.float64] = np.bincount(classes, minlength=len(CLASSES)) / len(classes)
    return counted


@click.group()
@click.option("--threads", default=1, show_default=True, help="Threads of PyTorch.")
def main(threads: int) -> None:
    """Train the sentiment model."""
    torch.set_num_threads(threads)


def _folders(command: click.Command) -> click.Command:
    existing = click.Path(path_type=Path, exists=True, file_okay=False)
    command.params += [
        click.Option(["--data"], type=existing, required=True, help="Folder of the posts."),
        click.Option(["--work"], type=existing, required=True, help="Folder for what is kept between steps."),
        click.Option(["--seed"], default=1, show_default=True, help="Of shuffling and first weights."),
        click.Option(["--unlabelled"], default=100_000, show_default=True, help="Unlabelled posts to use."),
    ]
    return command


@_folders
@main.command()
@click.option("--epochs", default=1.5, show_default=True, help="Passes over the labelled posts.")
def teach(data: Path, work: Path, seed: int, unlabelled: int, epochs: float) -> None:
    """Fine-tune MiniLM-L6 on the labelled posts."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    trained = teacher.fine_tune(corpus.train, epochs=epochs, seed=seed)
    torch.save(trained.state_dict(), work / "teacher.pt")


@_folders
@main.command()
def label(data: Path, work: Path, seed: int, unlabelled: int) -> None:
    """Note the teacher's opinion of every post."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    taught = teacher.Teacher()
    taught.load_state_dict(torch.load(work / "teacher.pt"))
    teacher.export(taught, work / "teacher.onnx")
    held = corpus.validation
    logits = teacher.label(work / "teacher.onnx", held.texts).astype(np.float64)
    logits -= np.log(shares(corpus.train.classes))
    click.echo(f"teacher's recalls on validation: {measure.recalls(logits, held.classes)}")
    np.save(work / OPINIONS, teacher.label(work / "teacher.onnx", corpus.train.texts + corpus.unlabelled))


def lessons(corpus: Corpus, pieces: Pieces, opinions: NDArray[np.float32] | None) -> student.Lessons:
    """Return what the student learns: people's labels, and the teacher's opinions where there are any."""
    labels = np.eye(len(CLASSES), dtype=np.float32)[corpus.train.classes]
    if opinions is None:
        return student.Lessons(pieces.numbers(corpus.train.texts), labels)
    targets = measure.softmax(opinions.astype(np.float64)).astype(np.float32)
    targets[: len(labels)] = HARD_WEIGHT * labels + (1 - HARD_WEIGHT) * targets[: len(labels)]
    return student.Lessons(pieces.numbers(corpus.train.texts + corpus.unlabelled), targets)


def raw_logits(trained: student.Student, rows: list[list[int]]) -> NDArray[np.float64]:
    """Return the student's logits of texts given as pieces, shape (texts, 3)."""
    found = np.zeros((len(rows), len(CLASSES)))
    with torch.inference_mode():
        for numbers, block in blocks(rows):
            found[numbers] = trained(torch.from_numpy(block).long()).numpy()
    return found


def sources(corpus: Corpus, *, taught: bool) -> tuple[Data, ...]:
    """Return the card's list of data."""
    labelled = "TweetEval sentiment (SemEval-2017 task 4)"
    used = [(f"{labelled}, train", len(corpus.train), "labels")]
    if taught:
        other = "unlabelled posts of other TweetEval tasks, and Reddit comments"
        used.append((other, len(corpus.unlabelled), "the teacher's opinions"))
    used.append((f"{labelled}, validation", len(corpus.validation), "temperature and measurement"))
    return tuple(Data(name=name, posts=posts, use=use, terms=TERMS) for name, posts, use in used)


@_folders
@main.command()
@click.option("--epochs", default=4, show_default=True, help="Passes over the posts.")
def learn(data: Path, work: Path, seed: int, unlabelled: int, epochs: int) -> None:
    """Learn the vocabulary and train the small model."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    vocabulary = tokenise.learn(corpus.train.texts + corpus.unlabelled)
    vocabulary.save(str(work / "tokenizer.json"), pretty=False)
    opinions = np.load(work / OPINIONS) if (work / OPINIONS).exists() else None
    taught = lessons(corpus, Pieces(work / "tokenizer.json"), opinions)
    first = piece_start(teacher.Teacher(), vocabulary, dimensions=student.DIMENSIONS)
    trained = student.train(student.Student(first), taught, epochs=epochs, seed=seed)
    torch.save(trained.state_dict(), work / "student.pt")


@_folders
@main.command()
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER, help="Folder of the artefact.")
def ship(data: Path, work: Path, seed: int, unlabelled: int, out: Path) -> None:
    """Calibrate the trained model, write the artefact, measure it and write its card."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    weights = torch.load(work / "student.pt")
    trained = student.Student(weights["pieces"]).eval()
    trained.load_state_dict(weights)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(work / "tokenizer.json", out / "tokenizer.json")

    prior, held = shares(corpus.train.classes), corpus.validation
    logits = raw_logits(trained, Pieces(out / "tokenizer.json").numbers(held.texts)) - np.log(prior)
    heat = measure.temperature(logits, held.classes)
    export(trained, out / "model.onnx", temperature=heat, prior=prior)

    model, taught = SentimentModel(out), (work / OPINIONS).exists()
    error = measure.cross_fitted_error(logits, held.classes, seed=seed)
    card = Card(
        name=NAME,
        version=VERSION,
        seed=seed,
        method="word-piece CNN in whole numbers" + (", taught by MiniLM-L6" if taught else ""),
        least_chance=LEAST_CHANCE,
        temperature=round(heat, 4),
        prior={name: round(float(share), 4) for name, share in zip(CLASSES, prior, strict=True)},
        data=sources(corpus, taught=taught),
        validation=measure.validation(
            model, held, removed=corpus.removed, error=error, least_chance=LEAST_CHANCE
        ),
        languages=measure.language_checks(model, data / "multilingual", least_chance=LEAST_CHANCE),
        digests={
            name: hashlib.sha256((out / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
    )
    (out / "card.json").write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    click.echo(card.validation.model_dump_json(indent=2))


if __name__ == "__main__":
    main()
