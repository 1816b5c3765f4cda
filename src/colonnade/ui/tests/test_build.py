"""What the frontend build leaves in the package."""

import gzip
import json
import re
from pathlib import Path

import django_htmx
import pytest

from colonnade.ui import assets
from colonnade.ui.assets import BUILT, FrontendNotBuilt, asset_address, icon_markup

BUDGET_BYTES = 120 * 1024
ROOT = Path(__file__).parents[4]


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def loaded_at_once(*sources: str) -> set[str]:
    """Return the files that the entries load before anything is asked for, by the manifest."""
    manifest = json.loads((BUILT / "manifest.json").read_text())
    waiting, found = [f"src/{source}" for source in sources], set()
    while waiting:
        entry = manifest[waiting.pop()]
        found.update([entry["file"], *entry.get("css", [])])
        waiting += entry.get("imports", [])
    return found


def test_what_every_page_loads_is_within_the_budget() -> None:
    own = [BUILT / name for name in loaded_at_once("app.js", "theme.js", "style.css")]
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    assert sum(gzipped(path) for path in [*own, htmx]) <= BUDGET_BYTES


def test_charts_are_loaded_only_where_there_are_some() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    assert manifest["src/chart-drawing.js"]["file"] not in loaded_at_once("app.js")
    assert "src/chart-drawing.js" in manifest["src/app.js"]["dynamicImports"]


def test_compressed_neighbours_hold_the_same() -> None:
    scripts = [*(BUILT / "assets").glob("*.js"), *(BUILT / "assets").glob("*.css")]
    assert scripts
    for path in scripts:
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()
        assert path.with_name(f"{path.name}.br").exists()


def test_the_lock_file_names_no_address_of_a_registry() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert not re.search(r'"resolved"|registry', lock)


def test_assets_are_addressed_by_their_source() -> None:
    assert re.fullmatch(r"/static/ui/built/assets/app-[\w-]{8}\.js", asset_address("app.js"))
    with pytest.raises(FrontendNotBuilt):
        asset_address("nothing.js")


def test_icons_answer_to_former_names_too() -> None:
    assert icon_markup("house") == icon_markup("home")


def test_without_a_build_the_message_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    with pytest.raises(FrontendNotBuilt, match=r"python hatch_build\.py"):
        icon_markup("house")
