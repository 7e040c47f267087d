"""The invented people of the demonstration desk: who they are and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.words import N_, _


@dataclass(frozen=True)
class Person:
    """``key`` : how the desk knows them; ``banks`` : those of their role, empty for every bank."""

    key: str
    name: str
    role: str
    banks: tuple[str, ...] = ()


_FIRST: Final = ("amandier", "caravane", "cedre", "detroit")
_SECOND: Final = ("noria", "oliviers", "safran", "zellige")
PEOPLE: Final = (
    Person("supervisor-1", "Salma Idrissi", "supervisor", _FIRST),
    Person("supervisor-2", "Youssef Berrada", "supervisor", _SECOND),
    Person("head-1", "Nadia Lahlou", "head"),
    Person("head-2", "Karim Sefrioui", "head"),
    Person("horizontal", "Leïla Tazi", "horizontal"),
    Person("validator", "Omar Benkirane", "validator"),
    Person("auditor", "Hind Ouazzani", "auditor"),
    Person("admin", "Mehdi Alaoui", "admin"),
    Person("bank-amandier", "Rachid Amrani", "respondent", ("amandier",)),
    Person("bank-caravane", "Samia Chraïbi", "respondent", ("caravane",)),
    Person("bank-cedre", "Driss Filali", "respondent", ("cedre",)),
    Person("bank-detroit", "Meryem Naciri", "respondent", ("detroit",)),
    Person("bank-noria", "Anas Kettani", "respondent", ("noria",)),
    Person("bank-oliviers", "Zineb Skalli", "respondent", ("oliviers",)),
    Person("bank-safran", "Hamza Guessous", "respondent", ("safran",)),
    Person("bank-zellige", "Imane Bennis", "respondent", ("zellige",)),
)
# Nobody on the desk: whoever built the methods, whom a validator must not be.
OWNER: Final = Person("owner", "Tarik Mernissi", "")
ROLE_NAMES: Final = {
    "respondent": N_("respondent"),
    "supervisor": N_("supervisor"),
    "head": N_("head"),
    "horizontal": N_("horizontal reviewer"),
    "validator": N_("validator"),
    "auditor": N_("auditor"),
    "admin": N_("administrator"),
}
BY_KEY: Final = {person.key: person for person in PEOPLE}


def described(person: Person, names: dict[str, str]) -> str:
    """A person's name, role and bank, as the menu has them; ``names`` : code of a bank → its name."""
    if person.role == "respondent":
        return f"{person.name}, {names.get(person.banks[0], person.banks[0])}"
    return f"{person.name}, {_(ROLE_NAMES[person.role])}"


def name_of(subject: str) -> str:
    """The name behind the key of an account; what else acts here says what it is."""
    known = {**BY_KEY, OWNER.key: OWNER}
    return known[subject].name if subject in known else subject
