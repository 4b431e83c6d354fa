"""An SOP as data: the strict reader of `sop/definitions/*.toml`. Pure; knows no database.

    definition = load(Path("sop/definitions/magetan_pkh_2023.toml"))
    definition.step(9).kegiatan, definition.contradictions(), definition.content_hash

A file that breaks any rule is refused whole, with its line and an Indonesian reason (`DefinitionError`).
"""

from sop.definition.errors import DefinitionError
from sop.definition.loading import load, load_all, restore
from sop.definition.parts import Duration, Lane, PaperText, Promise, ServiceStandard, Step
from sop.definition.shape import Definition

__all__ = [
    "Definition",
    "DefinitionError",
    "Duration",
    "Lane",
    "PaperText",
    "Promise",
    "ServiceStandard",
    "Step",
    "load",
    "load_all",
    "restore",
]
