"""``./run``: the whole office on one machine, from the empty folder to the first page, until Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from types import FrameType

from pkh_sembako.local import services
from pkh_sembako.local.demo import accounts_text
from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.locks import FileLock
from pkh_sembako.local.server import tail
from pkh_sembako.local.state import CHECKOUT, State, port_is_free
from pkh_sembako.local.supervisor import Child, Supervisor

_DEFAULT_PORT = "8000"
_FIRST_PAGE = "/masuk/"
_START_SECONDS = 60


class Serve:
    """One run of the office. ``run`` returns the exit code; ``households`` is the size of a new demo office."""

    def __init__(self, state: State, *, households: int = 2_400) -> None:
        self.state = state
        self.households = households
        self.signals = 0
        self.supervisor: Supervisor | None = None

    def run(self) -> int:
        """Set up, serve, stop. LocalError says what prevented it."""
        port = chosen_port()
        url = f"http://127.0.0.1:{port}"
        alone = self._take_folder(url)
        self._refuse_taken_port(port)
        os.umask(0o077)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        self._set_environment(url)
        try:
            services.ensure()
            self._prepare()
            if not self.signals:
                self._serve(port, url)
        finally:
            self._stop()
            alone.close()
        return 0

    def _take_folder(self, url: str) -> FileLock:
        lock = FileLock(self.state.lock_path("run"))
        if not lock.try_take():
            raise LocalError(f"Aplikasi ini sudah berjalan dari folder ini: {lock.read() or 'sedang disiapkan'}.")
        lock.write(f"{url} (proses {os.getpid()})")
        return lock

    def _refuse_taken_port(self, port: int) -> None:
        if not port_is_free(port):
            raise LocalError(
                f"Porta {port} sedang dipakai program lain. Pilih porta lain, misalnya: PORT={port + 123} ./run"
            )

    def _set_environment(self, url: str) -> None:
        services.set_defaults(self.state)
        os.environ["DEMO"] = "1"
        os.environ["DEBUG"] = "0"
        os.environ.setdefault("BASE_URL", url)

    def _prepare(self) -> None:
        """Migrations, reference data, the demo office when the database is empty, static files."""
        command = [sys.executable, "manage.py", "prepare_local", "--households", str(self.households)]
        with subprocess.Popen(command, cwd=CHECKOUT, start_new_session=True) as preparation:
            while preparation.poll() is None:
                if self.signals:
                    preparation.terminate()
                time.sleep(0.05)
        if preparation.returncode and not self.signals:
            raise LocalError("Penyiapan gagal; sebabnya tertulis di atas. Data yang sudah ada tidak diubah.")

    def _serve(self, port: int, url: str) -> None:
        self.supervisor = Supervisor(self._children(port))
        self.supervisor.start()
        self._wait_for_first_page(url)
        if not self.signals:
            print(f"Siap: {url}\n{accounts_text()}\nHentikan dengan Ctrl-C.", flush=True)
        while not self.signals:
            self.supervisor.tend()
            self._tend_servers()
            time.sleep(0.2)

    def _children(self, port: int) -> list[Child]:
        web = ["gunicorn", "pkh_sembako.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--reuse-port", "--graceful-timeout", "10", "--no-control-socket"]
        celery = ["celery", "-A", "pkh_sembako"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        schedule = self.state.folder / "celerybeat-schedule"
        beat = [*celery, "beat", "--pidfile=", "--loglevel", "INFO", "--schedule", str(schedule)]
        commands = {"web": web, "worker": worker, "beat": beat}
        return [
            Child(name, [sys.executable, "-m", *command], self.state.logs / f"{name}.log")
            for name, command in commands.items()
        ]

    def _wait_for_first_page(self, url: str) -> None:
        end = time.monotonic() + _START_SECONDS
        while not self.signals and not page_answers(url + _FIRST_PAGE):
            if self.supervisor:
                self.supervisor.tend()
            if time.monotonic() > end:
                log = self.state.logs / "web.log"
                raise LocalError(f"Halaman pertama belum menjawab. Akhir catatan {log}:\n{tail(log)}")
            time.sleep(0.1)

    def _tend_servers(self) -> None:
        """When the servers' keeper was killed, start them again; with new addresses the children start anew."""
        if self.state not in services.held() or services.is_running(self.state):
            return
        print("Server basis data berhenti, dijalankan lagi.", file=sys.stderr, flush=True)
        fresh = services.join(self.state)
        if (os.environ["DATABASE_URL"], os.environ["REDIS_URL"]) != (fresh.database_url, fresh.redis_url):
            os.environ.update(DATABASE_URL=fresh.database_url, REDIS_URL=fresh.redis_url)
            if self.supervisor:
                self.supervisor.restart()

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1
        if self.signals == 1:
            os.write(2, b"\nMenghentikan aplikasi. Tekan Ctrl-C sekali lagi untuk memaksa.\n")
        elif self.supervisor:
            self.supervisor.force()

    def _stop(self) -> None:
        if self.supervisor:
            self.supervisor.stop()
        if self.state in services.held() and not services.leave(self.state, seconds=30):
            print("Server basis data tetap berjalan karena masih dipakai perintah lain.", file=sys.stderr)


def chosen_port() -> int:
    """PORT of the environment, 8000 when it is not set."""
    text = os.environ.get("PORT") or _DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise LocalError(f"PORT harus bilangan 1 sampai 65535, bukan {json.dumps(text)}.")
    return int(text)


def page_answers(url: str) -> bool:
    """Whether a page is served."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  our own http address
            return bool(answer.status == 200)
    except OSError:
        return False
