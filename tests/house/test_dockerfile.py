"""The Dockerfile, read rather than built: no test has a Docker engine."""

import json
import re
import subprocess
from fnmatch import fnmatch
from typing import NamedTuple

from app.config import Settings
from tests.house.checkout import ROOT, SOURCE_FOLDERS, text


class Step(NamedTuple):
    """One instruction: its word, and the rest with continued lines joined."""

    word: str
    rest: str


def steps() -> list[Step]:
    """The instructions in order."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in text("Dockerfile").splitlines() if not line.startswith("#")))
    return [Step(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def last_stage() -> list[Step]:
    """The instructions of the image that is shipped."""
    found = steps()
    start = max(number for number, step in enumerate(found) if step.word == "FROM")
    return found[start:]


def allowed_into_the_build() -> list[str]:
    return [line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")]


def test_every_file_that_is_copied_exists_and_is_let_into_the_build() -> None:
    copied = [name for step in steps() if step.word == "COPY" and "--from" not in step.rest for name in step.rest.split()[:-1]]
    assert copied
    for name in copied:
        assert (ROOT / name).exists()
        assert name == "." or any(fnmatch(name, pattern) for pattern in allowed_into_the_build())


def test_everything_the_package_is_built_from_is_let_into_the_build() -> None:
    assert {*SOURCE_FOLDERS, "pyproject.toml", "constraints.txt", "README.md", "LICENSE"} == set(allowed_into_the_build())


def test_every_shell_step_parses() -> None:
    for step in steps():
        if step.word == "RUN":
            subprocess.run(["sh", "-n", "-c", step.rest], check=True)


def test_python_inside_the_steps_compiles() -> None:
    for step in steps():
        for quoted in re.findall(r'python -c "([^"]+)"', step.rest):
            compile(quoted, "Dockerfile", "exec")


def test_the_service_does_not_run_as_root() -> None:
    users = [step.rest for step in last_stage() if step.word == "USER"]
    assert users == ["liaison"]


def test_the_health_check_asks_the_port_that_is_exposed_and_served() -> None:
    found = {step.word: step.rest for step in last_stage()}
    check = json.loads(found["HEALTHCHECK"].split("CMD", 1)[1])
    compile(check[2], "Dockerfile", "exec")
    assert check[:2] == ["python", "-c"]
    assert "/healthz" in check[2]
    assert found["EXPOSE"] == str(Settings.model_fields["port"].default)
    assert found["EXPOSE"] in check[2]


def test_the_start_command_listens_beyond_the_container_and_keeps_everything_in_the_volume() -> None:
    found = {step.word: step.rest for step in last_stage()}
    assert json.loads(found["CMD"]) == ["liaison", "serve", "--host", "0.0.0.0"]  # noqa: S104 - inside a container
    assert found["VOLUME"] == "/data"
    assert any("LIAISON_HOME=/data" in step.rest and "HF_HUB_OFFLINE=1" in step.rest for step in last_stage())
