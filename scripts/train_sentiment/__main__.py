"""Build the sentiment model of ``pillars.listening.understanding`` from public research sets of posts.

    python scripts/train_sentiment learn --data DIR --work DIR
    python scripts/train_sentiment teach --data DIR --work DIR
    python scripts/train_sentiment label --data DIR --work DIR
    python scripts/train_sentiment learn --data DIR --work DIR
    python scripts/train_sentiment ship --data DIR --work DIR
    python scripts/train_sentiment ship-accurate --data DIR --work DIR
    python scripts/train_sentiment join --data DIR --work DIR
    python scripts/train_sentiment names --data DIR --work DIR
    python scripts/train_sentiment complaints --data DIR --work DIR

``DIR`` of ``--data`` holds ``sentiment/{train,val}.tsv``, ``sentiment/unlabelled.txt.gz``,
``multilingual/<language>.val.tsv`` and ``intent/``; see README.md. ``--work`` keeps what one step leaves for
the next.
"""

import gzip
import hashlib
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cases
import click
import complaint
import intents
import measure
import numpy as np
import posts
import student
import teacher
import tokenise
import torch
import transformer
from export import export
from numpy.typing import NDArray
from start import piece_start
from tokenizers import Tokenizer

from colonnade.pillars.listening.understanding.card import ACCURATE, CLASSES, FOLDER, Blend, Card, Data, Tier
from colonnade.pillars.listening.understanding.cascade import AccurateModel, Transformer, blended
from colonnade.pillars.listening.understanding.entities.cases import CASES, NAMES
from colonnade.pillars.listening.understanding.intents.card import FOLDER as INTENTS
from colonnade.pillars.listening.understanding.intents.card import IntentCard
from colonnade.pillars.listening.understanding.pieces import Pieces
from colonnade.pillars.listening.understanding.sentiment import SentimentModel, blocks
from colonnade.pillars.listening.understanding.text import plain

OPINIONS = "opinions.npy"
LIGHT, LIGHT_VERSION = "colonnade-sentiment-light", 2
ACCURATE_NAME, ACCURATE_VERSION = "colonnade-sentiment-accurate", 2
ASKED = 0.15
"""Share of posts that get a second opinion, set by the time that the accurate tier may take."""
TRIED = (0.05, 0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 1.0)
DEEP_WEIGHT = 0.5
"""Of the second opinion: both count the same; their mean is better calibrated than either."""
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
@click.option("--epochs", default=1.0, show_default=True, help="Passes over the labelled posts.")
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
    """Train the small model: from labels, or further, from the teacher's opinions where there are any.

    The vocabulary is learned the first time. A model that was trained before is trained further.
    """
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    if not (work / "tokenizer.json").exists():
        vocabulary = tokenise.learn(corpus.train.texts + corpus.unlabelled)
        vocabulary.save(str(work / "tokenizer.json"), pretty=False)
    opinions = np.load(work / OPINIONS) if (work / OPINIONS).exists() else None
    taught = lessons(corpus, Pieces(work / "tokenizer.json"), opinions)
    trained = student.train(_begun(work), taught, epochs=epochs, seed=seed)
    torch.save(trained.state_dict(), work / "student.pt")


def _begun(work: Path) -> student.Student:
    """Return the small model as it was left, or as it starts."""
    if (work / "student.pt").exists():
        return _trained(work)
    vocabulary = Tokenizer.from_file(str(work / "tokenizer.json"))
    return student.Student(piece_start(teacher.Teacher(), vocabulary, dimensions=student.DIMENSIONS))


def _trained(work: Path) -> student.Student:
    weights = torch.load(work / "student.pt")
    trained = student.Student(weights["pieces"])
    trained.load_state_dict(weights)
    return trained


@_folders
@main.command()
def ship(data: Path, work: Path, seed: int, unlabelled: int) -> None:
    """Calibrate the small model, write the artefact, measure it and write its card."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    trained = _trained(work).eval()
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(work / "tokenizer.json", FOLDER / "tokenizer.json")

    prior, held = shares(corpus.train.classes), corpus.validation
    logits = raw_logits(trained, Pieces(FOLDER / "tokenizer.json").numbers(held.texts)) - np.log(prior)
    heat = measure.temperature(logits, held.classes)
    export(trained, FOLDER / "model.onnx", temperature=heat, prior=prior)

    taught = (work / OPINIONS).exists()
    write_card(
        SentimentModel(FOLDER),
        tier="light",
        corpus=corpus,
        data=data,
        error=measure.cross_fitted_error(logits, held.classes, seed=seed),
        name=LIGHT,
        version=LIGHT_VERSION,
        seed=seed,
        method="word-piece CNN in whole numbers" + (", taught by MiniLM-L6" if taught else ""),
        temperature=round(heat, 4),
        sources=sources(corpus, taught=taught),
    )


@_folders
@main.command()
def ship_accurate(data: Path, work: Path, seed: int, unlabelled: int) -> None:
    """Write the teacher as the accurate tier's second model; `join` it to the light one afterwards."""
    corpus = read_corpus(data, unlabelled=unlabelled, seed=seed)
    taught = teacher.Teacher()
    taught.load_state_dict(torch.load(work / "teacher.pt"))
    kept = transformer.vocabulary(corpus.train.texts + corpus.unlabelled)
    ACCURATE.mkdir(parents=True, exist_ok=True)
    transformer.save_tokeniser(kept, ACCURATE / "tokenizer.json")
    transformer.export(taught, ACCURATE / "model.onnx", kept=kept, prior=shares(corpus.train.classes))


@_folders
@main.command()
def join(data: Path, work: Path, seed: int, unlabelled: int) -> None:
    """Print what asking more often gains, calibrate both models together, measure them and write the card."""
    del work, unlabelled
    corpus = read_corpus(data, unlabelled=0, seed=seed)
    held, light = corpus.validation, SentimentModel(FOLDER)
    first, second = light.chances(held.texts), Transformer(ACCURATE).logits(held.texts)
    for share in TRIED:
        blend, asked = blend_for(share, first)
        found = measure.recalls(joined(first, second, asked, blend).astype(np.float64), held.classes)
        click.echo(f"asked about {share:4.0%}: macro-recall {100 * np.mean(list(found.values())):.1f}")

    start, asked = blend_for(ASKED, first)
    opinions = np.log(blended(first[asked], second[asked], start).astype(np.float64))
    heat = measure.temperature(opinions, held.classes[asked])
    blend = start.model_copy(update={"temperature": round(heat, 4)})
    write_card(
        AccurateModel(light, ACCURATE, blend),
        tier="accurate",
        corpus=corpus,
        data=data,
        error=measure.joined_error(first, opinions, asked, held.classes, seed=seed),
        name=ACCURATE_NAME,
        version=ACCURATE_VERSION,
        seed=seed,
        method=(
            "the light model, and MiniLM-L6 fine-tuned on labelled posts (8-bit weights) where it is unsure"
        ),
        temperature=blend.temperature,
        sources=sources(corpus, taught=False),
        blend=blend,
    )


def blend_for(share: float, first: NDArray[np.float32]) -> tuple[Blend, NDArray[np.bool_]]:
    """Return the blend that asks about this share of posts, not calibrated yet, and which those are."""
    least = round(float(np.quantile(first.max(axis=1), share)), 3)
    asked = first.max(axis=1) < least
    return (
        Blend(least_chance=least, weight=DEEP_WEIGHT, temperature=1.0, asked=round(float(asked.mean()), 4)),
        asked,
    )


def joined(
    first: NDArray[np.float32], second: NDArray[np.float32], asked: NDArray[np.bool_], blend: Blend
) -> NDArray[np.float32]:
    """Return the chances that both models give together where the second is asked."""
    return np.where(asked[:, None], blended(first, second, blend), first)


def write_card(
    model: measure.Classifier,
    *,
    tier: Tier,
    corpus: Corpus,
    data: Path,
    error: float,
    sources: tuple[Data, ...],
    **said: Any,
) -> None:
    """Measure ``model``, which is shipped as ``tier``, and write its card; ``said`` are the other fields."""
    out = FOLDER if tier == "light" else ACCURATE
    prior = shares(corpus.train.classes)
    card = Card(
        **said,
        least_chance=LEAST_CHANCE,
        prior={name: round(float(share), 4) for name, share in zip(CLASSES, prior, strict=True)},
        data=sources,
        validation=measure.validation(
            model,
            corpus.validation,
            removed=corpus.removed,
            error=error,
            least_chance=LEAST_CHANCE,
            seed=said["seed"],
        ),
        languages=measure.language_checks(model, data / "multilingual", least_chance=LEAST_CHANCE),
        digests={
            name: hashlib.sha256((out / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
        posts_a_second=0,
    )
    (out / "card.json").write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:  # one that reads the new card
        speed = fresh.submit(measure.posts_a_second, tier, corpus.validation.texts).result()
    card = card.model_copy(update={"posts_a_second": speed})
    (out / "card.json").write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    click.echo(card.validation.model_dump_json(indent=2, exclude={"cells"}))


@_folders
@main.command()
@click.option(
    "--light", type=click.Path(path_type=Path), default=FOLDER, help="Folder of the light artefact."
)
@click.option("--out", type=click.Path(path_type=Path), default=INTENTS, help="Folder of the artefact.")
def complaints(data: Path, work: Path, seed: int, unlabelled: int, light: Path, out: Path) -> None:
    """Train the complaint model on the light model's view of posts, and measure all intents."""
    del work, unlabelled
    model = SentimentModel(light)
    labels, raw = posts.read_raw(data / "intent" / "complaint.train.tsv")
    lesson = complaint.read(labels, [plain(text) for text in raw], model)
    said = complaint.cross_fitted(lesson, seed=seed)
    complaint.save(complaint.learn(lesson.features, lesson.complains), out / "complaint.npz")
    checks = intents.checks(data, model, said=said, complains=lesson.complains)
    written = IntentCard(checks=checks).model_dump_json(indent=2)
    (out / "card.json").write_text(written + "\n", encoding="utf-8")
    click.echo(written)


@_folders
@main.command()
def names(data: Path, work: Path, seed: int, unlabelled: int) -> None:
    """Learn from the posts' capitals what is a name."""
    del work, seed, unlabelled
    _labels, texts = posts.read_raw(data / "sentiment" / "train.tsv")
    with gzip.open(data / "sentiment" / "unlabelled.txt.gz", "rt", encoding="utf-8") as lines:
        texts += [line.rstrip("\n").replace("\\n", "\n") for line in lines]
    read = cases.prose(texts)
    shares = cases.small_shares(read)
    known = cases.known_names(read, shares)
    CASES.write_text("".join(f"{word} {tenths}\n" for word, tenths in sorted(shares.items())), "utf-8")
    NAMES.write_text("".join(f"{name}\n" for name in known), "utf-8")
    click.echo(f"{len(texts)} posts, {len(shares)} words, {len(known)} names")


if __name__ == "__main__":
    main()
