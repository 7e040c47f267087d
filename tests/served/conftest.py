"""The server that tests of its doors and of its operation share: each start costs ten seconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served.watched import Served, served

NAMED = {
    "VIGIE_HOSTS": "vigie.bank.example, *.inside.example",
    "VIGIE_METRICS_KEY": "of the operator",
    "VIGIE_LOG": "json",
}


@pytest.fixture(scope="session")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Started as the README says, without an address: the framework then looks for its own."""
    command = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.fileWatcherType", "none"]
    with served(tmp_path_factory.mktemp("doors"), demo_home, command, NAMED) as running:
        yield running
