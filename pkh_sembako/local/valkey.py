"""Embedded Valkey: the broker of the background work, in the Redis protocol."""

import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pkh_sembako.local.account import own_folder
from pkh_sembako.local.server import Server
from pkh_sembako.local.state import write_private

_CONFIG = """bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
databases 64
save ""
appendonly {append}
appendfsync everysec
maxmemory-policy noeviction
daemonize no
"""


class Valkey(Server):
    """One broker on the loopback address, guarded by a password, that keeps its queue over a restart."""

    name = "Valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, *, program: Path, **common: Any) -> None:
        super().__init__(**common)
        self.program = program

    @property
    def url(self) -> str:
        """REDIS_URL of the broker."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str | Path]:
        """The server with a configuration file, so that the password is not seen in the process list."""
        return [self.program, self._config_file]

    @property
    def _config_file(self) -> Path:
        return self.data / "valkey.conf"

    def start(self, *, seconds: float = 30) -> None:
        """Write the configuration and start."""
        own_folder(self.data, self.account)
        append = "no" if self.disposable else "yes"
        text = _CONFIG.format(port=self.port, password=self.password, folder=self.data, append=append)
        write_private(self._config_file, text)
        if self.account is not None:
            os.chown(self._config_file, self.account.pw_uid, self.account.pw_gid)
        super().start(seconds=seconds)

    def answers(self) -> bool:
        """Whether the broker takes the password and says PONG (it says LOADING while it reads its file)."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
