"""`liaison serve`, as a process of its own."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_prints_its_address_answers_there_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "serve", "--port", "0", "--home", str(tmp_path / "home")]
    environment = os.environ | {"LIAISON_LOG_LEVEL": "error"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = next(word for word in process.stdout.readline().split() if word.startswith("http://127.0.0.1:"))
            with urllib.request.urlopen(f"{address}/healthz") as answer:  # noqa: S310 - the loopback address it printed
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait() == 0
        finally:
            process.kill()
