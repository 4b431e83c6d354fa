"""Where letters to a kecamatan or a desa are sent."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from pkh_sembako.office.models.office import Desa, Kecamatan


class PlaceContact(models.Model):
    """The e-mail and WhatsApp number of the office of one kecamatan or one desa; never those of a private person."""

    kecamatan = models.OneToOneField(Kecamatan, models.CASCADE, null=True, related_name="contact")
    desa = models.OneToOneField(Desa, models.CASCADE, null=True, related_name="contact")
    email = models.EmailField("pos-el", blank=True)
    phone = models.CharField("WhatsApp", max_length=20, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kecamatan__isnull=False, desa__isnull=True) | Q(kecamatan__isnull=True, desa__isnull=False),
                name="contact_of_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"Kontak {self.kecamatan or self.desa}"
