"""Marks on views: who may ask at all. The middleware refuses a view without a mark.

Three questions, three places: may this *role* ask (here and `accounts.roles`), may this user see this *row*
(`.visible_to(user)`, a foreign row is 404), may it be done *now* (the state machine's conditions).
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

View = Callable[..., HttpResponseBase]


class Permission(StrEnum):
    """What a role may ask for; `accounts.roles` says which role has which."""

    HOME = "home"
    VIEW_SOP = "view_sop"
    VIEW_CYCLES = "view_cycles"
    MANAGE_CYCLES = "manage_cycles"
    MOVE_STEPS = "move_steps"
    SKIP_STEPS = "skip_steps"
    GRANT_EXTENSIONS = "grant_extensions"
    VIEW_HOUSEHOLDS = "view_households"
    EDIT_HOUSEHOLDS = "edit_households"
    REVEAL_IDENTITY = "reveal_identity"
    CHECK_NIK = "check_nik"
    VIEW_FIGURES = "view_figures"
    LOOK_UP = "look_up"
    IMPORT_BNBA = "import_bnba"
    EXPORT_BNBA = "export_bnba"
    VIEW_SIKS = "view_siks"
    ENTER_SIKS = "enter_siks"
    COMPARE_SIKS = "compare_siks"
    DO_KROSCEK = "do_kroscek"
    VIEW_KROSCEK = "view_kroscek"
    REVIEW_KROSCEK = "review_kroscek"
    DRAFT_BERITA_ACARA = "draft_berita_acara"
    VIEW_DOCUMENTS = "view_documents"
    MANAGE_DOCUMENTS = "manage_documents"
    SIGN_CHAIN = "sign_chain"
    MANAGE_WORK_AREAS = "manage_work_areas"
    MANAGE_LEAVE = "manage_leave"
    VIEW_STAFF = "view_staff"
    MANAGE_USERS = "manage_users"
    MANAGE_OFFICE = "manage_office"
    MANAGE_CALENDAR = "manage_calendar"
    MANAGE_BACKUPS = "manage_backups"
    VIEW_READ_LOG = "view_read_log"
    DOWNLOADS = "downloads"
    VIEW_FINDINGS = "view_findings"
    RECORD_FINDINGS = "record_findings"
    ANSWER_FINDINGS = "answer_findings"
    VIEW_CARDS = "view_cards"
    PLAN_CARDS = "plan_cards"
    HAND_OVER_CARDS = "hand_over_cards"
    REPORT_CARDS = "report_cards"
    CORRECT_CARDS = "correct_cards"
    CONFIRM_LETTERS = "confirm_letters"
    VIEW_COMPLAINTS = "view_complaints"
    VIEW_ALL_COMPLAINTS = "view_all_complaints"
    VIEW_RESTRICTED_COMPLAINTS = "view_restricted_complaints"
    HANDLE_COMPLAINTS = "handle_complaints"
    ANSWER_COMPLAINTS = "answer_complaints"
    ACCEPT_CORRECTIONS = "accept_corrections"
    MANAGE_SERVICE = "manage_service"
    VIEW_DATA_REQUESTS = "view_data_requests"
    HANDLE_DATA_REQUESTS = "handle_data_requests"
    VIEW_INCIDENTS = "view_incidents"
    HANDLE_INCIDENTS = "handle_incidents"
    VIEW_LEADERSHIP = "view_leadership"
    VIEW_REPORTS = "view_reports"
    RATE_STAFF = "rate_staff"


def allowed(*permissions: Permission, to_post: Permission | None = None) -> Callable[[View], View]:
    """Mark a view as open to every role that has at least one of `permissions`; where reading and writing share an
    address, `to_post` is what a POST needs instead."""

    def mark(view: View) -> View:
        view.permissions = frozenset(permissions)  # type: ignore[attr-defined]
        view.post_permissions = frozenset([to_post] if to_post else permissions)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everyone, without login."""
    view.permissions = view.post_permissions = None  # type: ignore[attr-defined]
    return view


def is_marked(view: Any) -> bool:
    return hasattr(view, "permissions")


def required_permissions(view: Any, method: str = "GET") -> frozenset[Permission] | None:
    """The permissions one of which is needed; None for a public view. Only for marked views."""
    return view.post_permissions if method == "POST" else view.permissions


def may_open(user: Any, address: str) -> bool:
    """Whether the roles of `user` open the page at an address of this application; False where there is none."""
    permissions = _asked_at(address.partition("?")[0])
    return permissions is None or user.may(*permissions)


@lru_cache(maxsize=512)  # the menu asks forty addresses on every page
def _asked_at(path: str) -> frozenset[Permission] | None:
    try:
        view = resolve(path).func
    except Resolver404:
        return frozenset()
    return required_permissions(view) if is_marked(view) else frozenset()


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
