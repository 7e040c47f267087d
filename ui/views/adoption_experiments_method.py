"""How the experiments page computes its figures."""

from __future__ import annotations

from ui.words import _


def method() -> dict[str, object]:
    """How tests, mailings and columns are judged, for the foot of the page."""
    return {
        "formula": r"\Delta=\hat p_1-\hat p_0,\qquad n=\frac{\big(z_{1-\alpha/2}\sqrt{2\bar p\bar q}"
        r"+z_{1-\beta}\sqrt{p_0q_0+p_1q_1}\big)^2}{\Delta^2},\qquad L_s=L_0(1-u)^s",
        "words": [
            _(
                "Lift: share of the arm minus share of the control, everyone counted in the arm drawn, "
                "whatever happened afterwards. Interval: Newcombe’s hybrid score, widened so that those "
                "of all arms hold together (Bonferroni)."
            ),
            _(
                "Users caused: lift times people addressed. Conversions counted by a campaign are those "
                "of its arm; without a control nobody knows which of them would have come anyway."
            ),
            _(
                "Sample size and power: two-sided test of two shares, Fleiss, Levin and Paik (2003), at "
                "the rate of this control."
            ),
            _(
                "Guard: a column is refused when it is known only after the outcome (the length of a call, a "
                "click), or when it ranks 80% of pairs right on its own, out of sample: a convention."
            ),
            _(
                "E-mail: rates of the bank’s own campaigns beside Mailchimp’s of October 2019 (open .2271, "
                "click .0291, unsubscribe .0025 a send), of accounts without a stated industry."
            ),
            _(
                "Over all of Mailchimp’s accounts opens were .2133 and clicks .0262. Opens of later years "
                "are inflated by mail privacy: use clicks. Only people who opted in may be addressed (Law "
                "09-08)."
            ),
        ],
        "proof": _(
            "56 of 70 against 48 of 80: 20.0 points, 5.24 to 33.39 (Newcombe 1998, table II, a). In a public "
            "file of 4,119 telephone contacts the guard refuses the length of the call."
        ),
    }
