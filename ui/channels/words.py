"""Names of channels, segments, regions, steps and reasons, as the pages on channels write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.codes import UNKNOWN
from data.snapshots import Snapshot
from studies.core import services
from ui.words import N_, _, worded

CHANNELS: Final[Mapping[str, str]] = {
    "branch": N_("Branch"),
    "adviser": N_("Phone, adviser"),
    "ivr": N_("Phone, voice server"),
    "atm": N_("Cash machine"),
    "agent": N_("Agent point"),
    "internet": N_("Internet"),
    "mobile": N_("Mobile"),
}
# Published studies know two more, which no bank of today keeps.
PUBLISHED_CHANNELS: Final[Mapping[str, str]] = {
    **CHANNELS,
    "phone": N_("Phone, not said which"),
    "private_pc": N_("Dial-up software"),
}
SEGMENTS: Final[Mapping[str, str]] = {
    "young": N_("Young customers"),
    "mass": N_("Mass market"),
    "affluent": N_("Affluent customers"),
    "abroad": N_("Moroccans abroad"),
    "business": N_("Professionals and firms"),
}
TIERS: Final[Mapping[str, str]] = {
    "informational": N_("Informational: see"),
    "communicative": N_("Communicative: ask"),
    "transactional": N_("Transactional: do"),
}
STEPS: Final[Mapping[str, str]] = {
    "opened": N_("Opened"),
    "identified": N_("Customer recognised"),
    "entered": N_("Details entered"),
    "confirmed": N_("Confirmed"),
    "done": N_("Carried out"),
}
REASONS: Final[Mapping[str, str]] = {
    "none": N_("Reason not stated"),
    "authentication": N_("Customer not recognised"),
    "abandoned": N_("Given up by the customer"),
    "insufficient_funds": N_("Insufficient funds"),
    "limit_exceeded": N_("Limit exceeded"),
    "timeout": N_("Session timed out"),
    "system_error": N_("System error"),
}
REGIONS: Final[Mapping[str, str]] = {
    "MA-01": "Tanger-Tétouan-Al Hoceïma",
    "MA-02": "L’Oriental",
    "MA-03": "Fès-Meknès",
    "MA-04": "Rabat-Salé-Kénitra",
    "MA-05": "Béni Mellal-Khénifra",
    "MA-06": "Casablanca-Settat",
    "MA-07": "Marrakech-Safi",
    "MA-08": "Drâa-Tafilalet",
    "MA-09": "Souss-Massa",
    "MA-10": "Guelmim-Oued Noun",
    "MA-11": "Laâyoune-Sakia El Hamra",
    "MA-12": "Dakhla-Oued Ed-Dahab",
}


def name_of(names: Mapping[str, str], code: str) -> str:
    """The name of a code in the reader's language; the code itself where nobody named it."""
    if code == UNKNOWN:
        return _("Not known")
    return _(names[code]) if code in names else code


def channel_name(channel: str) -> str:
    """The name of a channel, in the reader's language."""
    return _(PUBLISHED_CHANNELS[channel])


def segment_name(segment: str) -> str:
    """The name of a customer segment, in the reader's language."""
    return _(SEGMENTS[segment])


def region_name(code: str) -> str:
    """The name of a region, the same in both languages."""
    return REGIONS.get(code) or name_of({}, code)


def service_names(snapshot: Snapshot) -> dict[str, str]:
    """Code → name of every service of the catalogue, in the reader's language."""
    rows = services(snapshot)
    return dict(zip(rows["service"], rows[worded("label")], strict=True))
