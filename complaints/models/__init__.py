"""Complaints with their course, answers, sub-tickets and corrections; the terms in force; the public's traces;
the survey.
"""

from complaints.models.cases import Accusation, Complaint, ComplaintEvent, ComplaintFile
from complaints.models.clarifications import Clarification
from complaints.models.lapor import LaporFile
from complaints.models.objections import Objection, ObjectionWindow
from complaints.models.public import ComplaintDraft, DraftFile, PublicUse, SpentQuestion
from complaints.models.skm import (
    Survey,
    SurveyBatch,
    SurveyPlan,
    SurveyQuestion,
    SurveyReport,
    SurveyResponse,
    SurveyService,
)
from complaints.models.terms import ComplaintTerms
from complaints.models.work import Correction, Referral, Reply, ReplyTemplate

__all__ = [
    "Accusation",
    "Clarification",
    "Complaint",
    "ComplaintDraft",
    "ComplaintEvent",
    "ComplaintFile",
    "ComplaintTerms",
    "Correction",
    "DraftFile",
    "LaporFile",
    "Objection",
    "ObjectionWindow",
    "PublicUse",
    "Referral",
    "Reply",
    "ReplyTemplate",
    "SpentQuestion",
    "Survey",
    "SurveyBatch",
    "SurveyPlan",
    "SurveyQuestion",
    "SurveyReport",
    "SurveyResponse",
    "SurveyService",
]
