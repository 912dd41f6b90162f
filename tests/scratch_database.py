"""A PostgreSQL database that is thrown away, beside the one that DATABASE_URL names."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """Make a database on the server of that URL, yield its own URL, and drop it in the end; "" stays ""."""
    if not url:
        yield ""
        return
    name = f"hipmobility_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
