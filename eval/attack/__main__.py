"""`python -m eval.attack`: make all attempts. Exit status 1 where one got something, or somebody not what is theirs."""

import argparse
import json
import sys
import time

from app.config import keep_models_offline, load_settings
from app.logs import configure_logs
from eval.attack.report import as_json, lines
from eval.attack.stage import staged
from eval.attack.suite import run


def main() -> int:
    """Make the attempts and print what was found; the last line is `N attempts, M leaks`."""
    parser = argparse.ArgumentParser(prog="python -m eval.attack", description="Try to get at what is somebody else's.")
    parser.add_argument("--json", action="store_true", help="one JSON document before the last line")
    wanted = parser.parse_args()
    keep_models_offline()
    configure_logs(load_settings(log_level="error"))
    began = time.monotonic()
    with staged() as stage:
        result = run(stage)
    seconds = time.monotonic() - began
    if wanted.json:
        sys.stdout.write(json.dumps(as_json(result, seconds), ensure_ascii=False, indent=2) + "\n")
        sys.stdout.write(f"{len(result.verdicts)} attempts, {len(result.leaking)} leaks\n")
    else:
        sys.stdout.write("\n".join(lines(result, seconds)) + "\n")
    return 1 if result.leaking or result.broken else 0


if __name__ == "__main__":
    sys.exit(main())
