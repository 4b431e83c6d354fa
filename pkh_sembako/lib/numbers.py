"""Numbers as Indonesian readers expect them: dots for thousands, a comma for decimals."""

from decimal import ROUND_HALF_UP, Decimal

NBSP = "\N{NO-BREAK SPACE}"


def thousands(number: int) -> str:
    """31482 -> 31.482"""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int | Decimal) -> str:
    """1500000 -> Rp 1.500.000 (non-breaking space, whole rupiah, minus sign before Rp)"""
    whole = int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
    return f"{'-' if whole < 0 else ''}Rp{NBSP}{thousands(abs(whole))}"


def percent(value: int | float | Decimal) -> str:
    """87.44 -> 87,4 %; a whole number shows no decimal"""
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{rounded:f}".removesuffix(".0").replace(".", ",")
    return f"{text}{NBSP}%"


def share(part: int, total: int) -> Decimal:
    """Percentage of `part` in `total`; 0 of nothing is 0. Never shows 100 before all is done."""
    if not total:
        return Decimal(0)
    value = Decimal(part * 100) / Decimal(total)
    return min(value, Decimal("99.9")) if part < total else value
