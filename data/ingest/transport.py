"""Previews and reports as bytes, from the process that read a file to the one that asked for it.

Tables travel as Arrow, all else as a pickle that names nothing but classes of ours that hold values: whatever
a file makes of the process that reads it, it cannot make the other one run anything.
"""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.ingest.problems import Findings

_PACKAGES: Final = ("data.ingest.", "data.phrases", "data.contracts", "data.channel_log.")
_PLAIN: Final = {("builtins", "dict"): dict, ("builtins", "int"): int, ("builtins", "float"): float}
_DATES: Final = frozenset({("datetime", "date"), ("datetime", "datetime"), ("datetime", "timedelta")})
_NUMBERS: Final = frozenset("biuf")


def _arrow_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _arrow_table(content: bytes) -> pa.Table:
    with pa.ipc.open_stream(pa.py_buffer(content)) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table


def _ours(module: str, name: str) -> type | None:
    """A class that holds values and does nothing when it is made; None for anything else."""
    # Only among what is loaded already: looking a name up must not import what a file asks for.
    found = getattr(sys.modules.get(module), name, None) if module.startswith(_PACKAGES) else None
    if not isinstance(found, type) or found.__module__ != module:
        return None
    return found if is_dataclass(found) or found is Findings or issubclass(found, Enum) else None


class _Packer(pickle.Pickler):
    def persistent_id(self, value: Any) -> tuple[str, Any] | None:
        """What stands for a table or an array."""
        if isinstance(value, pd.DataFrame):
            return "frame", _arrow_bytes(pa.Table.from_pandas(value, preserve_index=False))
        if isinstance(value, pa.ChunkedArray):
            return "column", _arrow_bytes(pa.table({"": value}))
        if isinstance(value, np.ndarray):
            if value.dtype.kind not in _NUMBERS:
                raise TypeError(f"an array of {value.dtype} does not travel")
            return "array", (value.dtype.str, value.shape, value.tobytes())
        return None

    def reducer_override(self, value: Any) -> Any:
        """Numbers and mappings in their plain form."""
        if isinstance(value, np.generic):
            return type(value.item()), (value.item(),)
        if isinstance(value, MappingProxyType):
            return dict, (dict(value),)
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, known: tuple[str, Any]) -> Any:
        """The table or array that something stands for."""
        kind, content = known
        if kind == "frame":
            return _arrow_table(content).to_pandas()
        if kind == "column":
            return _arrow_table(content).column(0)
        if kind == "array":
            code, shape, data = content
            if np.dtype(code).kind not in _NUMBERS:
                raise pickle.UnpicklingError(f"an array of {code} does not travel")
            return np.frombuffer(data, dtype=code).reshape(shape)
        raise pickle.UnpicklingError(f"nothing is known of {kind!r}")

    def find_class(self, module: str, name: str) -> Any:
        """A class of ours; nothing else is looked up."""
        place = (module, name)
        if place in _DATES:
            return super().find_class(module, name)
        found = _PLAIN.get(place) or _ours(module, name)
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} does not travel")
        return found


def pack(value: Any) -> bytes:
    """A preview, a report or plain values as bytes.

    Raises
    ------
    pickle.PicklingError, TypeError: something that is not to travel
    """
    buffer = io.BytesIO()
    _Packer(buffer, protocol=5).dump(value)
    return buffer.getvalue()


def unpack(content: bytes) -> Any:
    """What was packed.

    Raises
    ------
    pickle.UnpicklingError: anything but the classes of ours
    """
    return _Unpacker(io.BytesIO(content)).load()
