"""Requests of data subjects with what was given, and incidents with whom they reach."""

from pkh_sembako.privacy.models.incidents import Incident, IncidentEntry, IncidentScope
from pkh_sembako.privacy.models.requests import DataRequest, PersonExport, RequestEntry

__all__ = ["DataRequest", "Incident", "IncidentEntry", "IncidentScope", "PersonExport", "RequestEntry"]
