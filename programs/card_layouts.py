"""The layouts of card lists (domain.md 3): V7, the task list of SIKS-NG, and the bank's own list of cards."""

CARD_LISTS = ("V7", "KKS")  # one row per card: counts are of cards
