"""Whether white words on the office's colour can be read (WCAG 2.2, contrast ratio)."""

LEAST_CONTRAST = 4.5


def contrast_with_white(colour: str) -> float:
    """Contrast ratio, 1 to 21, of "#0b5394" and white."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
