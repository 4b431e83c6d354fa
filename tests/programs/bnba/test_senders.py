"""What one sender means by a title says nothing about another's."""

from io import BytesIO

import pytest
from django.core.files import File
from django.db import IntegrityError

from programs.models import ColumnMapping
from programs.services.bnba import mapping, uploads

MEANING = {0: "name", 1: "nik"}


@pytest.fixture
def sent(operator):
    """`sent("Kemensos")`: a file of that sender, whose first sheet has the same titles each time."""

    def send(sender: str):
        content = File(BytesIO(b"Siapa;Nomor\nMELATI CONTOH;3520075708900001\n"))
        facts = {"program": "pkh", "tahun": 2027, "tahap": 1, "sender": sender}
        return uploads.upload(content, name="daftar.csv", **facts, by=operator)

    return send


def test_a_mapping_is_remembered_for_its_sender_only(sent, operator):
    file = sent("Dinsos Provinsi")
    mapping.choose(file, mapping=MEANING, signature="a" * 64, by=operator)
    assert mapping.remembered(" dinsos  PROVINSI ") == {"a" * 64: MEANING}
    assert mapping.remembered("Bank Penyalur") == mapping.remembered() == {}


def test_two_senders_may_mean_different_things_by_the_same_titles(sent, operator):
    mapping.choose(sent("Kemensos"), mapping=MEANING, signature="a" * 64, by=operator)
    mapping.choose(sent("Bank"), mapping={0: "nik", 1: "name"}, signature="a" * 64, by=operator)
    assert mapping.remembered("Kemensos") == {"a" * 64: MEANING}
    assert mapping.remembered("Bank") == {"a" * 64: {0: "nik", 1: "name"}}


def test_one_sender_has_one_mapping_for_a_header(operator):
    facts = {"sender": "bank", "signature": "a" * 64, "mapping": {}, "by": operator}
    ColumnMapping.objects.create(**facts)
    with pytest.raises(IntegrityError, match="one_mapping_per_sender_and_header"):
        ColumnMapping.objects.create(**facts)
