"""What the technical administrator may look at."""

from django.contrib.admin import ModelAdmin

from pkh_sembako.accounts.admin_site import LookingAdmin, site
from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.audit.models import Job
from pkh_sembako.office.models import Desa


class UserAdmin(LookingAdmin):
    list_display = ["username", "full_name", "is_active", "last_login"]
    search_fields = ["username", "full_name"]
    fields = ["username", "full_name", "email", "phone", "is_active", "last_login", "date_joined"]


class PostingAdmin(LookingAdmin):
    list_display = ["user", "role", "kecamatan", "desa", "starts", "ends"]
    list_filter = ["role"]
    list_select_related = ["user", "kecamatan", "desa"]


class JobAdmin(LookingAdmin):
    list_display = ["kind", "state", "stage", "attempt", "created_at", "finished_at", "message"]
    list_filter = ["state", "kind"]
    exclude = ["arguments", "result"]


class DesaAdmin(LookingAdmin):
    list_display = ["code", "name", "kind", "kecamatan"]
    search_fields = ["code", "name"]
    list_select_related = ["kecamatan"]


WINDOWS: dict[type, type[ModelAdmin]] = {User: UserAdmin, Posting: PostingAdmin, Job: JobAdmin, Desa: DesaAdmin}
for model, window in WINDOWS.items():
    site.register(model, window)
