"""``python -m tests.fuzz [minutes]``: try properties on examples that nobody has seen yet.

`make test` derives the same examples on every run; here every round has a seed of its own, which is printed.
No round begins after the time is up; the one under way is finished.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import time

WHAT_TO_DO = """
A counterexample was found with seed {seed}. It stands above, as small as it could be made, after
“Falsifying example”. To see it again:

    {command}

What to do:
  1. Mend the cause: the example is one case of many.
  2. Keep the example: a test with a name of its own, or @example(...) above the property that it broke,
     with a word on what was wrong. Fresh seeds may not come back to it.
  3. make fuzz again.
"""


def command(seed: int, *more: str) -> list[str]:
    """One round of all properties with one seed."""
    named = ("-m", "hypothesis and not exhaustive and not browser", "--hypothesis-profile=fuzz")
    return [sys.executable, "-m", "pytest", *named, f"--hypothesis-seed={seed}", *more]


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    ends, rounds = time.monotonic() + 60.0 * minutes, 0
    while time.monotonic() < ends:
        seed = secrets.randbelow(2**32)
        rounds += 1
        print(f"\nround {rounds}: seed {seed}", flush=True)
        done = subprocess.run(command(seed, "-n", "2", "--dist", "loadgroup"), check=False)
        if done.returncode:
            print(WHAT_TO_DO.format(seed=seed, command=" ".join(map(repr, command(seed)))))
            return done.returncode
    print(f"\n{rounds} rounds in {minutes:g} minutes or a little more: no counterexample.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
