"""How gunicorn serves the site. GUNICORN_CMD_ARGS, in the environment, overrules any line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from hipmobility.environment import LOCAL_HOSTS, read_environment
from hipmobility.logs import formatter

_environment = read_environment(Path(__file__).resolve().parent.parent)

wsgi_app = "hipmobility.wsgi"
# A site known as localhost is of use to this machine alone. One with https has a proxy before it and believes
# its headers: whoever could reach the site past the proxy would be believed as well.
_is_for_this_machine = _environment.is_https or _environment.site_host in LOCAL_HOSTS
bind = f"{'127.0.0.1' if _is_for_this_machine else '0.0.0.0'}:{_environment.port}"  # noqa: S104  # nosec
worker_class = "gthread"
workers = _environment.processes
threads = 4
preload_app = True
control_socket_disable = True
loglevel = "warning"


class ServerLogger(Logger):
    """The server's own lines in the site's form. Each request's line is the site's."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(_environment.log_format))


logger_class = ServerLogger


def when_ready(_server: Any) -> None:
    """Say where the site is to be found."""
    print(f"Hip Mobility is at http://localhost:{_environment.port} (Ctrl+C stops it)", flush=True)  # noqa: T201
