"""What stops the local ground, said in one Indonesian sentence."""


class LocalError(Exception):
    """Something the person at the keyboard must know; the message is shown as it is."""
