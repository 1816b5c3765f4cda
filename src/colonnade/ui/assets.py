"""What the frontend build left: addresses of scripts and styles, and the icons."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "ui" / "built"


class FrontendNotBuilt(RuntimeError):
    """The package was installed without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__("The scripts and styles are not built. Run `python hatch_build.py` once.")


@lru_cache(maxsize=8)
def _parsed(path: Path, modified_ns: int) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))


def _read(name: str) -> dict[str, Any]:
    path = BUILT / name
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise FrontendNotBuilt from None


def asset_address(source: str) -> str:
    """Return the address of what was built from ``frontend/src/<source>``.

    Raises:
        FrontendNotBuilt: when there is no build, or it has no such entry.
    """
    entry = _read("manifest.json").get(f"src/{source}")
    if entry is None:
        raise FrontendNotBuilt
    return static(f"ui/built/{entry['file']}")


def icon_markup(name: str) -> str:
    """Return the shapes inside the Lucide icon ``name``.

    Raises:
        KeyError: when Lucide has no icon of that name.
        FrontendNotBuilt: when there is no build.
    """
    icons = _read("icons.json")
    if name not in icons:
        raise KeyError(f"Lucide has no icon '{name}'")
    return str(icons[name])
