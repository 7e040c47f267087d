"""The BG/NBD model of customers without contract: who is still active, and how often they will come."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, overload

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import OptimizeResult, minimize
from scipy.special import digamma, gammaln, hyp2f1

from analytics.marketing._checks import FloatArray, number, numbers, whole

_STARTS: Final = ((1.0, 1.0, 1.0, 1.0), (0.3, 0.3, 0.8, 2.5), (2.0, 0.5, 0.5, 5.0), (0.1, 0.1, 2.0, 1.0))
_BOUND: Final = 12.0
_NEAR_ONE: Final = 1e-5
_NEAR_ZERO: Final = 1e-7
_LARGEST_EXPONENT: Final = 600.0


@dataclass(frozen=True)
class BgNbd:
    """Fitted BG/NBD model: purchases at a gamma rate, a beta chance to leave after each purchase.

    Parameters
    ----------
    r, alpha : float > 0, shape and rate (in units of time) of the purchase rate among customers
    a, b : float > 0, beta parameters of the chance to leave after a purchase
    log_likelihood : float, at the estimates
    customers : int
    standard_errors : of (r, alpha, a, b), from the curvature at the estimates; None when it is flat
    warnings : tuple of str, what the data could not settle; empty when all is well
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int
    standard_errors: tuple[float, float, float, float] | None = None
    warnings: tuple[str, ...] = ()

    @overload
    def probability_alive(self, frequency: float, recency: float, age: float) -> float: ...
    @overload
    def probability_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> FloatArray: ...
    def probability_alive(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray | float:
        """Chance that a customer is still active, given the past; 1 for one who never came back.

        Arguments as in :func:`fit_bgnbd`. Fader, Hardie and Lee 2008, "Computing P(alive) using the
        BG/NBD model".
        """
        x, last, span = _history(frequency, recency, age)
        return _as_given(1 / (1 + self._odds_of_gone(x, last, span)), frequency, recency, age)

    @overload
    def probability_of_return(
        self, periods: float, frequency: float, recency: float, age: float
    ) -> float: ...
    @overload
    def probability_of_return(
        self, periods: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray: ...
    def probability_of_return(
        self, periods: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray | float:
        """Chance that a customer makes at least one transaction in the next ``periods``.

        Customers of this model leave only after a transaction, so that one who is alive stays silent
        with probability ``((alpha + age) / (alpha + age + periods)) ** (r + frequency)``. Arguments as in
        :meth:`expected_transactions`.
        """
        ahead = numbers("periods", periods, 0.0)
        x, last, span = _history(frequency, recency, age)
        silent = ((self.alpha + span) / (self.alpha + span + ahead)) ** (self.r + x)
        chance = (1 - silent) / (1 + self._odds_of_gone(x, last, span))
        return _as_given(chance, periods, frequency, recency, age)

    @overload
    def expected_transactions(
        self, periods: float, frequency: float, recency: float, age: float
    ) -> float: ...
    @overload
    def expected_transactions(
        self, periods: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray: ...
    def expected_transactions(
        self, periods: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> FloatArray | float:
        """Transactions that a customer will make in the next ``periods``, given the past.

        Parameters
        ----------
        periods : array-like >= 0, in the unit of ``recency`` and ``age``
        frequency, recency, age : as in :func:`fit_bgnbd`

        Raises
        ------
        ValueError: negative periods or an impossible history

        References
        ----------
        Fader, Hardie and Lee 2005, Marketing Science 24(2), equation 10. The hypergeometric function
        is taken after Euler's transformation, which stays finite for frequent customers.
        """
        ahead = numbers("periods", periods, 0.0)
        x, last, span = _history(frequency, recency, age)
        expected = self._expected(ahead, x, last, span)
        return _as_given(expected, periods, frequency, recency, age)

    def expected_from_start(self, periods: float) -> float:
        """Transactions that a new customer will make in the first ``periods``, after the first purchase."""
        ahead = number("periods", periods, 0.0)
        zero = np.zeros(())
        return float(self._expected(np.asarray(ahead), zero, zero, zero))

    def _expected(self, ahead: FloatArray, x: FloatArray, last: FloatArray, span: FloatArray) -> FloatArray:
        if abs(self.a - 1) < 0.99 * _NEAR_ONE:
            # The formula is 0/0 at a = 1: take the mean of its two sides.
            below = self._shifted(1 - _NEAR_ONE)._expected(ahead, x, last, span)
            above = self._shifted(1 + _NEAR_ONE)._expected(ahead, x, last, span)
            return (below + above) / 2
        z = ahead / (self.alpha + span + ahead)
        total = self.a + self.b + x - 1
        # The series has a pole at 0 that the factor before it cancels.
        total = np.where(np.abs(total) < _NEAR_ZERO, _NEAR_ZERO, total)
        series = hyp2f1(total - self.r - x, self.a - 1, total, z)
        while_alive = total * ((1 - (1 - z) ** (self.a - 1) * series) / (self.a - 1))
        expected = while_alive / (1 + self._odds_of_gone(x, last, span))
        return np.asarray(np.maximum(expected, 0.0), dtype=np.float64)

    def _shifted(self, a: float) -> BgNbd:
        return replace(self, a=a)

    def _odds_of_gone(self, x: FloatArray, last: FloatArray, span: FloatArray) -> FloatArray:
        returned = x > 0
        chance = self.a / (self.b + np.where(returned, x, 1.0) - 1)
        exponent = (self.r + x) * np.log((self.alpha + span) / (self.alpha + last))
        silence = np.exp(np.minimum(exponent, _LARGEST_EXPONENT))
        return np.where(returned, chance * silence, 0.0).astype(np.float64)

    def discounted_transactions(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, *, discount: float, periods: int
    ) -> FloatArray:
        """Expected transactions of the next ``periods``, each discounted from its end.

        Times a margin per transaction this is a lifetime value for customers without contract.

        Parameters
        ----------
        frequency, recency, age : as in :func:`fit_bgnbd`
        discount : float >= 0, rate a period
        periods : int >= 1

        Returns
        -------
        array, one value per customer
        """
        rate = number("discount", discount, 0.0)
        ends = np.arange(whole("periods", periods, 1) + 1, dtype=np.float64)
        x, last, span = (np.atleast_1d(part)[:, None] for part in _history(frequency, recency, age))
        cumulative = self._expected(ends, x, last, span)
        factors: FloatArray = (1 + rate) ** -ends[1:]
        return np.asarray(np.diff(cumulative, axis=1) @ factors, dtype=np.float64)


def log_likelihood(
    parameters: tuple[float, float, float, float],
    frequency: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
) -> float:
    """Log-likelihood of the BG/NBD model at (r, alpha, a, b), in the form that never overflows.

    References
    ----------
    Fader and Hardie 2013, "Overcoming the BG/NBD model's #NUM! error problem".
    """
    point = numbers("parameters", parameters, 0.0)
    if point.shape != (4,) or (point == 0).any():
        raise ValueError(f"parameters must be four numbers above 0 (r, alpha, a, b), got {parameters}")
    x, last, span = _history(frequency, recency, age)
    weights = np.ones(x.shape)
    return -_negative(np.log(point), x, last, span, weights)[0]


def fit_bgnbd(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> BgNbd:
    """Fit the BG/NBD model by maximum likelihood, from several deterministic starts.

    Parameters
    ----------
    frequency : array-like of int, repeat transactions of each customer (the first one not counted)
    recency : array-like, time from the first transaction to the last; 0 without repeats
    age : array-like, time from the first transaction to the end of observation, in the same unit

    Returns
    -------
    BgNbd, with ``alpha`` in the unit of ``age``

    Raises
    ------
    ValueError: lengths that differ, a fractional frequency, recency beyond age or without repeats, or
        nobody who came back

    References
    ----------
    Fader, Hardie and Lee 2005, "Counting your customers the easy way: an alternative to the Pareto/NBD
    model", Marketing Science 24(2), 275-284.
    """
    x, last, span = (np.atleast_1d(part).ravel() for part in _history(frequency, recency, age))
    if not (x > 0).any():
        raise ValueError("frequency must hold at least one customer with a repeat, got none")
    if not span.any():
        raise ValueError("age must be above 0 for at least one customer, got 0 for all")
    # Equal histories are one term with a weight, and time in mean ages keeps alpha near the others.
    distinct, weights = np.unique(np.stack([x, last, span]), axis=1, return_counts=True)
    scale = float(span.mean())
    counts, lasts, spans = distinct[0], distinct[1] / scale, distinct[2] / scale
    data = (counts, lasts, spans, weights.astype(np.float64))
    best = _best(*data)
    r, alpha, a, b = np.exp(best.x) * (1.0, scale, 1.0, 1.0)
    errors = _standard_errors(best.x, np.array([r, alpha, a, b]), *data)
    return BgNbd(
        r=float(r),
        alpha=float(alpha),
        a=float(a),
        b=float(b),
        log_likelihood=-float(best.fun) - float(x.sum()) * math.log(scale),
        customers=int(x.size),
        standard_errors=errors,
        warnings=_warnings(best, errors),
    )


def _standard_errors(
    log_point: FloatArray,
    point: FloatArray,
    x: FloatArray,
    last: FloatArray,
    span: FloatArray,
    weights: FloatArray,
) -> tuple[float, float, float, float] | None:
    step = 1e-5
    slopes = [
        _negative(log_point + move, x, last, span, weights)[1]
        - _negative(log_point - move, x, last, span, weights)[1]
        for move in step * np.eye(4)
    ]
    curvature = np.stack(slopes) / (2 * step)
    curvature = (curvature + curvature.T) / 2
    if np.linalg.eigvalsh(curvature).min() <= 0:
        return None
    r, alpha, a, b = np.sqrt(np.diag(np.linalg.inv(curvature))) * point
    return float(r), float(alpha), float(a), float(b)


def _best(x: FloatArray, last: FloatArray, span: FloatArray, weights: FloatArray) -> OptimizeResult:
    def climb(start: FloatArray, tolerance: float) -> OptimizeResult:
        return minimize(
            _negative,
            start,
            args=(x, last, span, weights),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_BOUND, _BOUND)] * 4,
            options={"maxiter": 500, "ftol": tolerance, "gtol": 1e-7},
        )

    rough = [climb(np.log(start), 1e-6) for start in _STARTS]
    return climb(min(rough, key=lambda fit: float(fit.fun)).x, 1e-14)


def _warnings(fit: OptimizeResult, errors: tuple[float, ...] | None) -> tuple[str, ...]:
    names = ("r", "alpha", "a", "b")
    found = [
        f"{name} is not identified: the likelihood still grows at the end of its range"
        for name, value in zip(names, fit.x, strict=True)
        if abs(value) > _BOUND - 1e-3
    ]
    if errors is None and not found:
        found.append("the parameters are not identified one by one: the likelihood is flat along a ridge")
    return tuple(found)


def _negative(
    log_point: FloatArray, x: FloatArray, last: FloatArray, span: FloatArray, weights: FloatArray
) -> tuple[float, FloatArray]:
    r, alpha, a, b = np.exp(log_point)
    # Few counts are distinct: the special functions are taken once for each, not once a customer.
    kinds, kind = np.unique(x, return_inverse=True)
    counted = gammaln(r + kinds) - gammaln(r) + r * np.log(alpha)
    counted += gammaln(a + b) + gammaln(b + kinds) - gammaln(b) - gammaln(a + b + kinds)
    together = digamma(a + b) - digamma(a + b + kinds)
    after = np.maximum(x, 1.0) - 1
    late, early = np.log(alpha + span), np.log(alpha + last)
    stays = -(r + x) * late
    leaves = np.where(x > 0, np.log(a) - np.log(b + after) - (r + x) * early, -np.inf)
    either = np.logaddexp(stays, leaves)
    gone = np.exp(leaves - either)
    there = 1 - gone
    slopes = np.stack(
        [
            r * ((digamma(r + kinds) - digamma(r) + np.log(alpha))[kind] - there * late - gone * early),
            r - alpha * (r + x) * (there / (alpha + span) + gone / (alpha + last)),
            a * together[kind] + gone,
            b * ((together + digamma(b + kinds) - digamma(b))[kind] - gone / (b + after)),
        ]
    )
    return -float(weights @ (counted[kind] + either)), -(slopes @ weights)


def _history(
    frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    x = numbers("frequency", frequency, 0.0)
    last = numbers("recency", recency, 0.0)
    span = numbers("age", age, 0.0)
    if not x.shape == last.shape == span.shape:
        raise ValueError(
            "frequency, recency and age must have one entry per customer each, "
            f"got shapes {x.shape}, {last.shape}, {span.shape}"
        )
    if x.size == 0:
        raise ValueError("frequency must hold at least one customer, got none")
    if (x != np.round(x)).any():
        raise ValueError(f"frequency must be whole numbers, got {float(x[x != np.round(x)].flat[0]):g}")
    if (last > span).any():
        raise ValueError("recency must be at most age, got a last transaction after the end of observation")
    if ((x == 0) & (last > 0)).any():
        raise ValueError("recency must be 0 without repeats, got a customer with a last but no repeat")
    return x, last, span


def _as_given(result: FloatArray, *arguments: ArrayLike) -> FloatArray | float:
    return float(result) if all(np.ndim(argument) == 0 for argument in arguments) else result
