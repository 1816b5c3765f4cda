"""Every setting an administrator can change, read from the environment.

Each field is documented here and nowhere else; ``docs/reference/settings.md`` is generated from this file.
"""

import json
from pathlib import Path
from typing import Annotated, Literal

from django.core.exceptions import ImproperlyConfigured
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _listed(value: object) -> object:
    """Return the items of a JSON list, or of words parted by commas."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [item.strip() for item in value.split(",") if item.strip()]


Words = Annotated[list[str], NoDecode, BeforeValidator(_listed)]


class Environment(BaseSettings):
    """Settings read from variables that begin with ``COLONNADE_``."""

    model_config = SettingsConfigDict(env_prefix="COLONNADE_", env_file=None, frozen=True)

    data_dir: Path = Field(
        default=Path("var"),
        description="Folder of everything Colonnade stores: databases, uploads, the secret key.",
    )
    database_url: str = Field(
        default="",
        description=(
            "Database of people, strategies and jobs, as postgresql://user:password@host:port/name. "
            "Empty: an SQLite file in the data folder."
        ),
    )
    clickhouse_url: str = Field(
        default="",
        description=(
            "ClickHouse server that keeps the posts, as https://user:password@host:port/database, where one "
            "machine is not enough. Settings of ClickHouse may follow, as ?insert_quorum=2. "
            "Empty: a file in the data folder, which needs no server."
        ),
    )
    clickhouse_cluster: str = Field(
        default="",
        description=(
            "Name of the cluster, in the configuration of the ClickHouse servers, over which tables are "
            "replicated and organisations are spread. Empty: one server."
        ),
    )
    secret_key: str = Field(
        default="",
        description=(
            "Signs sessions and tokens; at least 50 random characters. "
            "Empty: one is made on first start and kept in the data folder."
        ),
    )
    credential_keys: Words = Field(
        default=[],
        description=(
            "Keys that encrypt the credentials of networks, Fernet keys parted by commas; the first "
            "encrypts, all decrypt. To rotate, put a new one in front and run "
            "`colonnade listen sources rekey`. Empty: one is made on first start and kept in the data folder."
        ),
    )
    erasure_key: str = Field(
        default="",
        description=(
            "Secret of the hashes by which erased persons are known again and kept out; at least 50 random "
            "characters. Never change it: an erased person could come back with the next import. "
            "Empty: one is made on first start and kept in the data folder."
        ),
    )
    allowed_peers: Words = Field(
        default=[],
        description=(
            "Hosts, addresses or networks (CIDR) inside your own network that sources may be fetched from, "
            "parted by commas, such as feeds.intranet,10.0.5.0/24. All else must be on the public internet."
        ),
    )
    allowed_hosts: Words = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Host names the server answers to, parted by commas.",
    )
    secure: bool = Field(
        default=False,
        description="Set to true when people reach the server over HTTPS: secure cookies and HSTS go on.",
    )
    trust_proxy: bool = Field(
        default=False,
        description="Set to true behind a reverse proxy that sets X-Forwarded-Proto itself.",
    )
    debug: bool = Field(default=False, description="Developer mode: full error pages. Never in production.")
    email_url: str = Field(
        default="",
        description=(
            "Where mail leaves, as smtp://user:password@host:port or smtps://. "
            "Empty: mail is written to files in the data folder."
        ),
    )
    public_url: str = Field(
        default="",
        description=(
            "Address at which people reach the server, such as https://colonnade.example.com; links in mail "
            "begin with it. Empty: mail holds no links."
        ),
    )
    email_from: str = Field(default="colonnade@localhost", description="Sender address of the system's mail.")
    sign_up: Literal["open", "closed"] = Field(
        default="open",
        description="Whether a stranger may create an account, and with it an organisation of their own.",
    )
    job_threads: int = Field(
        default=2,
        ge=0,
        le=64,
        description=(
            "Background job threads in the server process; 0 leaves jobs to workers, "
            "except those that need the embedded warehouse, which one thread then runs. "
            "Of several threads one is kept free of long work, so that sources are heard during an import."
        ),
    )
    understanding_processes: int = Field(
        default=0,
        ge=0,
        le=256,
        description="Processes that classify posts during an import; 0 means one per processor, at most 4.",
    )
    upload_max_mb: int = Field(
        default=2048, ge=1, description="Largest file, in megabytes, that may be uploaded for import."
    )


def read_environment() -> Environment:
    """Return the settings.

    Raises:
        ImproperlyConfigured: names each variable that cannot be understood, and why.
    """
    try:
        return Environment()
    except ValidationError as error:
        wrong = [
            f"COLONNADE_{'_'.join(str(step) for step in found['loc']).upper()}: {found['msg']}"
            for found in error.errors()
        ]
        raise ImproperlyConfigured(
            f"{'; '.join(wrong)}. Each setting is explained in docs/reference/settings.md."
        ) from None
