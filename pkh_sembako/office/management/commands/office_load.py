"""Creates the office of the setting OFFICE with what is publicly known of it, and its signing chain."""

from django.conf import settings
from django.core.management import BaseCommand
from django.db import transaction

from pkh_sembako.office.facts import FACTS
from pkh_sembako.office.models import ChainLink, Office, StaffPromise


class Command(BaseCommand):
    help = "Membuat kantor sesuai pengaturan OFFICE. Boleh diulang: kantor yang sudah ada tidak berubah."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        facts = FACTS[settings.OFFICE]
        _, created = Office.objects.get_or_create(
            pk=1,
            defaults={
                "code": settings.OFFICE,
                "government": facts.government,
                "kabupaten": facts.kabupaten,
                "place": facts.kabupaten,
                "phone": facts.phone,
                "email": facts.email,
                "website": facts.website,
                "instagram": facts.instagram,
                "zone": settings.OFFICE_ZONES[settings.OFFICE],
                "number_template": facts.number_template,
            },
        )
        if not StaffPromise.objects.exists():
            StaffPromise.objects.bulk_create(
                StaffPromise(program=one.program, number=one.number, roles=list(one.roles), source=one.source)
                for one in facts.promises
            )
        if not ChainLink.objects.exists():
            for order, role in enumerate(facts.chain, start=1):
                ChainLink.objects.create(order=order, role=role)
        if options["verbosity"]:
            self.stdout.write(f"Kantor: {facts.government} {'dibuat' if created else 'sudah ada'}.")
