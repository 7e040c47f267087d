"""How the incidents page reaches its verdicts, for its foot."""

from __future__ import annotations

from typing import Any

from ui.words import _


def method() -> dict[str, Any]:
    """How incidents are judged, for the foot of the page."""
    return {
        "formula": r"\text{major}\iff\text{critical services}\wedge\left(\text{malicious access}\vee"
        r"\#\{\text{criteria met}\}\ge 2\right)",
        "words": [
            _(
                "Criteria and thresholds of Delegated Regulation (EU) 2024/1772, articles 1 to 9 (V: read "
                "in the source); a threshold must be exceeded: exactly 10 % or exactly 2 hours is not met."
            ),
            _(
                "What the register does not say is not known, never no. An incident is decided as soon as "
                "the known facts decide it; until then the page names the facts that could."
            ),
            _(
                "Deadlines of Delegated Regulation (EU) 2025/301, article 5, counted from the register’s "
                "moments in their own time zone, across changes of clocks."
            ),
            _(
                "A final report due on a weekend or bank holiday waits until noon of the next working day "
                "(paragraph 4). For banks the first two reports never wait (paragraph 5)."
            ),
            _(
                "Bank holidays: the library holidays, for the bank’s country. Islamic ones are computed; a "
                "deadline that would move with the moon by a day is said to be estimated."
            ),
            _(
                "Recurring: two or more incidents of one cause within six months that meet the test "
                "together. Numbers, hours, costs and shares are added, shares of clients and counterparts "
                "to 100 % at most."
            ),
            _(
                "Groups that share an incident are one, each span of six months judged apart. Their clock "
                "starts with the assessment due at the end of the month that completes them (article 8(2))."
            ),
            _(
                "Point 9(5)(b), malicious access, is read as deciding alone with or without a loss of data. "
                "It makes services critical whatever the register says (article 6); contradictions are "
                "questions."
            ),
            _(
                "The European test is used as the yardstick. A bank in Morocco declares incidents under Law "
                "05-20, article 8, where it is designated of vital importance (article 14); that form goes "
                "first. This is no legal advice."
            ),
        ],
        "proof": _(
            "Critical services with 12 % of clients and 3 h down: major; 10 % of clients, 2 h down and 24 "
            "h in all: not major; costs of EUR 150,000 alone: not major. The same cases stand in the tests."
        ),
    }
