"""Published series fetched anew: ``python -m data refresh SOURCE``, for installations that reach the network.

Each source has one address, which is asked when the command names it and at no other time. What it answers
is loaded like a file that somebody downloaded: same checks, same process apart, same report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from data.ingest.areas import WORLD_BANK_SERIES
from data.ingest.limits import MAX_FILE_BYTES, MEGABYTE
from data.ingest.problems import refuse
from data.phrases import Language, Phrase

_SECONDS: Final = 60
_CC_BY: Final = "CC BY 4.0"
_HOME: Final = "MAR"
_WORLD_BANK: Final = (
    "https://api.worldbank.org/v2/country/{countries}/indicator/{code}?format=json&per_page=20000"
)
_EUROSTAT: Final = (
    "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/isoc_ci_ac_i"
    "?format=JSON&indic_is=I_IUBK&unit=PC_IND&ind_type=IND_TOTAL"
)
_IMF: Final = "https://api.imf.org/external/sdmx/2.1/data/ER/MAR.XDC_USD.PA_RT.M"

_NO_ANSWER = Phrase(
    "L'adresse {address} ne répond pas ({reason}). Rien n'a été changé. Sans accès au réseau, téléchargez "
    "ailleurs son fichier et chargez-le par python -m data load.",
    "The address {address} does not answer ({reason}). Nothing was changed. Without access to the "
    "network, download its file elsewhere and load it by python -m data load.",
)


@dataclass(frozen=True)
class Offered:
    """A series that can be fetched: who publishes it, under which licence, where, and what it fills.

    ``constants`` are what the answer does not say itself, by column of ``table``.
    """

    name: str
    publisher: str
    licence: str
    address: str
    table: str
    answers: str
    constants: Mapping[str, str] = field(default_factory=dict)


class NotReached(Exception):
    """The address of a source gave no file."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self._parameters = {"address": address, "reason": reason}

    def message(self, language: Language) -> str:
        """What happened and what to do, in either language."""
        return _NO_ANSWER.in_language(language).format(**self._parameters)


def offered(countries: tuple[str, ...]) -> dict[str, Offered]:
    """The sources by name, those of the World Bank for some countries (codes of three letters)."""
    found = [
        Offered(
            f"worldbank-{indicator.replace('_', '-')}",
            "World Bank",
            _CC_BY,
            _WORLD_BANK.format(countries=";".join(countries), code=code),
            "fact",
            "World Bank JSON",
            {"source": "wdi"},
        )
        for code, indicator in WORLD_BANK_SERIES.items()
    ]
    found += [
        Offered(
            "eurostat-internet-banking",
            "Eurostat",
            _CC_BY,
            _EUROSTAT,
            "fact",
            "JSON-stat",
            {"indicator": "internet_banking_users", "source": "eurostat"},
        ),
        Offered(
            "imf-mad-per-usd",
            "International Monetary Fund",
            "IMF terms, cite the source",
            _IMF,
            "macro_series",
            "SDMX-ML",
            {"country": _HOME, "series": "mad_per_usd", "unit": "MAD per USD", "source": "imf_ifs"},
        ),
    ]
    return {each.name: each for each in found}


class _SameHost(HTTPRedirectHandler):
    """Follows an address only to its own host: what was asked for is what is read."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """The request that follows, or none."""
        asked, further = urlsplit(req.full_url), urlsplit(newurl)
        if (asked.scheme, asked.netloc) != (further.scheme, further.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(source: Offered) -> bytes:
    """What the address of a source answers.

    Raises
    ------
    NotReached: no network, no such host, no answer in a minute, or an answer that says no
    FileRefused: more than a file may hold
    """
    request = Request(source.address, headers={"User-Agent": "vigie", "Accept": "*/*"})
    try:
        with build_opener(_SameHost).open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(MAX_FILE_BYTES + 1)
    except HTTPError as error:
        raise NotReached(source.address, f"HTTP {error.code}") from error
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise NotReached(source.address, str(reason)) from error
    if len(content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // MEGABYTE
        raise refuse("file_too_large", size=f"> {limit}", limit=limit)
    return content
