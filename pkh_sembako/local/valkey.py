"""Embedded Valkey: the broker of the background work, in the Redis protocol."""

import pwd
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

from pkh_sembako.local.account import own_folder
from pkh_sembako.local.server import Server

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

    def __init__(
        self,
        *,
        program: Path,
        data: Path,
        port: int,
        password: str,
        log: Path,
        account: pwd.struct_passwd | None,
        disposable: bool,
    ) -> None:
        super().__init__(log, account)
        self.program, self.data, self.port, self.password = program, data, port, password
        self.disposable = disposable

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
        self._config_file.write_text(text)  # in a folder closed to all others
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
