"""Pages of people and access; `locked_out` is named by the settings."""

from pkh_sembako.accounts.views.session import locked_out

__all__ = ["locked_out"]
