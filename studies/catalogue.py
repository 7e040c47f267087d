"""What a snapshot holds, table by table."""

from __future__ import annotations

from data import queries_catalogue
from studies.core import cached

tables = cached(queries_catalogue.tables)
