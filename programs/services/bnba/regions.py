"""The office's territory as the reader wants it."""

from django.conf import settings

from pkh_sembako.office.models import Desa, Kecamatan, Regency
from programs.importing.regions import Regions


def of_office() -> Regions:
    """Three queries; a file repeats a few hundred places, so the answer is kept for one reading only."""
    regencies = dict(Regency.objects.values_list("code", "name"))
    return Regions(
        kecamatan=Kecamatan.objects.of_office().values_list("code", "name"),
        desa=Desa.objects.of_office().values_list("code", "kecamatan_id", "name", "kind"),
        kabupaten=(settings.OFFICE, regencies.get(settings.OFFICE, "")),
        kabupaten_codes=regencies,
    )
