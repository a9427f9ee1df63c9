"""Natural questions over a benchmark: `python -m eval.clauses.natural --contracts DIR --out FILE`.

Each test of DIR/questions.json is asked again in the words of asked_held_out.yaml, which nothing is trained on, with the
contract called as people call it. FILE has the same form and the same gold spans, so `liaison eval retrieval --questions FILE`
takes it. The choice of line and name follows from the seed; a contract that no name tells from the others is left out.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.clauses.naming import asked_about, contract_of, distinct_names
from eval.clauses.wording import HELD_OUT, lines

SEED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the questions and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=Path, required=True, help="a folder with questions.json and documents.json")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args(arguments)
    tests = json.loads((options.contracts / "questions.json").read_text(encoding="utf-8"))["tests"]
    titles = {
        name: entry["title"]
        for name, entry in json.loads((options.contracts / "documents.json").read_text(encoding="utf-8")).items()
    }
    asked = natural(tests, titles, random.Random(SEED))  # noqa: S311  # a repeatable choice, nothing secret
    options.out.write_text(json.dumps({"tests": asked}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(asked)} of {len(tests)} tests asked naturally.\n")
    return 0


def natural(tests: Sequence[dict[str, object]], titles: dict[str, str], rng: random.Random) -> list[dict[str, object]]:
    """The tests with natural queries; those whose contract has no name of its own are left out."""
    contracts = {name: contract_of(title) for name, title in titles.items()}
    distinct = distinct_names(contracts.values())
    wording = lines(HELD_OUT)
    found: list[dict[str, object]] = []
    for test in tests:
        snippets = test["snippets"]
        assert isinstance(snippets, list)  # noqa: S101  # LegalBench-RAG's form
        line = rng.choice(wording[str(test["category"])])
        query = asked_about(line, contracts[snippets[0]["file_path"]], distinct, rng)
        if query is not None:
            found.append({**test, "query": query})
    return found


if __name__ == "__main__":
    sys.exit(main())
