"""The house keeps its storeys, also where an import contract cannot see it."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "colonnade"
LAYERS = [
    layer.strip("()")
    for layer in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
]


def storey(module: str) -> int:
    """Return how high a module lives: 0 is the top."""
    return LAYERS.index(module.split(".")[1])


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(path.parts)]


def string_references(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, label) for every relation that names its model by a string."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"} or not node.args:
            continue
        target = node.args[0]
        if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
            yield node.lineno, target.value


def reference_breaks(path: Path, source: str) -> list[str]:
    own = "colonnade." + path.relative_to(SOURCE).parts[0]
    labels = {config.label: config.name for config in apps.get_app_configs()}
    broken = []
    for line, label in string_references(source):
        target = labels[label.split(".")[0]]
        if target.startswith("colonnade.") and storey(target) < storey(own):
            broken.append(f"{path}:{line} reaches up to {label}")
    return broken


def test_no_model_reaches_up_by_a_string() -> None:
    broken = [line for path in python_files() for line in reference_breaks(path, path.read_text())]
    assert broken == []


def test_the_string_check_sees_a_reference_upwards() -> None:
    source = 'author = models.ForeignKey("listening.Mention", on_delete=models.CASCADE)'
    assert reference_breaks(SOURCE / "organization" / "models.py", source)


def test_every_folder_of_the_house_is_in_the_list() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(LAYERS)


def test_the_import_contracts_hold() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


FEATURES = sorted(
    Path(config.path) for config in apps.get_app_configs() if config.name.startswith("colonnade.")
)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda path: path.name)
def test_each_feature_says_what_it_is_in_a_short_readme(feature: Path) -> None:
    lines = (feature / "README.md").read_text().splitlines()
    assert 5 <= len(lines) <= 60


def test_nobody_imports_the_root_of_all() -> None:
    for path in python_files():
        if path.relative_to(SOURCE).parts[0] != "config":
            assert "colonnade.config" not in path.read_text().replace("colonnade.config.settings", ""), path
