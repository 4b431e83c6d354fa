"""Django's admin as a window for the technical administrator: it looks, it changes nothing, it shows no family.

Changing goes through the pages of the application, whose services keep reasons and history.
"""

from collections.abc import Iterable

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.views.generic import RedirectView

from pkh_sembako.lib.access import Permission, allowed, public

OWN_LOGIN = public(RedirectView.as_view(pattern_name="login", query_string=True))


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
        for pattern in patterns:
            if getattr(pattern, "name", None) == "login":
                pattern.callback = OWN_LOGIN
        _mark(pattern for pattern in patterns if getattr(pattern, "name", None) != "login")
        return patterns


def _mark(patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _mark(pattern.url_patterns)
        else:
            allowed(Permission.MANAGE_USERS)(pattern.callback)


site = LookingSite(name="admin")
