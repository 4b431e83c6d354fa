"""Django's admin as a window for the technical administrator: it looks, it changes nothing, it shows no family.

Changing goes through the pages of the application, whose services keep reasons and history.
"""

from collections.abc import Iterable

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView

from pkh_sembako.lib.access import Permission, allowed, public

# Pages of the application that stand in for the admin's own.
OWN_PAGES = {"login": "login", "password_change": "own_password", "password_change_done": "own_password"}


class LookingAdmin(ModelAdmin):
    """Lists and shows; adding, changing and deleting is refused whatever flags the user's row carries."""

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return True  # the site has asked already

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class LookingSite(AdminSite):
    """Open to the role admin, not to flags like is_staff."""

    site_header = site_title = "Ruang teknis"
    index_title = "Data teknis (hanya dibaca)"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.may(Permission.MANAGE_USERS)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        patterns = super().get_urls()
        _close(patterns)
        return patterns


def _close(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Give every view the mark of the house, and let it be read only."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _close(pattern.url_patterns)
        elif pattern.name in OWN_PAGES:
            page = RedirectView.as_view(pattern_name=OWN_PAGES[pattern.name], query_string=True)
            pattern.callback = public(require_safe(page))
        elif pattern.name == "logout":
            pattern.callback = allowed(Permission.MANAGE_USERS)(require_POST(pattern.callback))
        else:
            pattern.callback = allowed(Permission.MANAGE_USERS)(require_safe(pattern.callback))


site = LookingSite(name="admin")
