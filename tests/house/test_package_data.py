"""What the code reads beside itself travels with the package."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "connectors", "prompts")


def test_every_kind_of_data_file_beside_the_code_is_packaged() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = set(settings["tool"]["setuptools"]["package-data"]["*"])
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()]
    kinds = {f"*{file.suffix}" for file in files if file.suffix not in {".py", ".pyc"}}
    assert "*.npz" in kinds, "the query adapter is read at run time"
    assert kinds <= packaged
