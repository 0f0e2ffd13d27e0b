"""How sure a sampled baseline is: the 95 % range of its mean by Student's t distribution."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

# Two-sided 95 % points of t for 1 to 30 degrees of freedom, then for 40, 60, 120 and without end (ISO 2602:1980,
# Statistical interpretation of test results, Estimation of the mean, Confidence interval; JIS Z 9041-2).
_T_95 = (
    *("12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228"),
    *("2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086"),
    *("2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042"),
)
_BEYOND = ((120, "1.980"), (60, "2.000"), (40, "2.021"))
_STEP = Decimal("0.0001")


def t_95(degrees: int) -> Decimal:
    """The two-sided 95 % point of t; between two rows of the table the row above, which is the wider range.

    ValueError for less than one degree of freedom.
    """
    if degrees < 1:
        raise ValueError("one sample has no spread")
    if degrees <= len(_T_95):
        return Decimal(_T_95[degrees - 1])
    for least, point in _BEYOND:
        if degrees >= least:
            return Decimal(point)
    return Decimal(_T_95[-1])


def margin_of_mean(samples: int, standard_deviation: Decimal) -> Decimal:
    """Half the 95 % range of a mean, t × s ÷ √n, in the unit of ``standard_deviation``, to four decimals.

    ``standard_deviation`` is the sample's (divided by n − 1).
    """
    half = t_95(samples - 1) * standard_deviation / Decimal(samples).sqrt()
    return half.quantize(_STEP, ROUND_HALF_UP)
