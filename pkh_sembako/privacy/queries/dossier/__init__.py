"""Everything the house holds of one person, section by section, each number of anybody else masked."""

from pkh_sembako.privacy.models import DataRequest
from pkh_sembako.privacy.queries.dossier.frame import Dossier, Subject, build
from pkh_sembako.privacy.queries.dossier.papers import PAPERS
from pkh_sembako.privacy.queries.dossier.programs import PROGRAMS
from pkh_sembako.privacy.queries.dossier.track import TRACK

__all__ = ["SECTIONS", "Dossier", "of"]
SECTIONS = (*PROGRAMS, *PAPERS, *TRACK)


def of(request: DataRequest) -> Dossier:
    """The dossier that answers this request."""
    return build(request, Subject.of(request), SECTIONS)
