"""``python -m benchmarks [name …]``: print every speed table, or those named."""

import importlib
import pkgutil
import sys

import benchmarks

names = sys.argv[1:] or sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
for name in names:
    if name != "__main__":
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
