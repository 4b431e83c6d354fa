"""People, where they are posted, what they accompany, who stands in for them, and what they promised."""

from pkh_sembako.accounts.models.conduct import CodeAcceptance, CodeOfConduct
from pkh_sembako.accounts.models.leave import LeaveBasis, Substitution, overseen
from pkh_sembako.accounts.models.people import (
    PROGRAMS,
    ROLE_CHOICES,
    Posting,
    PostingQuerySet,
    RoleLabel,
    SecondFactorProof,
    User,
    WorkArea,
    remembered_titles,
)

__all__ = [
    "PROGRAMS",
    "ROLE_CHOICES",
    "CodeAcceptance",
    "CodeOfConduct",
    "LeaveBasis",
    "Posting",
    "PostingQuerySet",
    "RoleLabel",
    "SecondFactorProof",
    "Substitution",
    "User",
    "WorkArea",
    "overseen",
    "remembered_titles",
]
