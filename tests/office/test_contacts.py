"""Contacts of kecamatan and desa: one page a kecamatan, what is wrong stands at its row."""

from pkh_sembako.office.models import Kecamatan, PlaceContact

PLAOSAN = "35.20.07"
PAGE = f"/kantor/kontak/{PLAOSAN}/"


def typed(**values: str) -> dict[str, str]:
    places = 1 + Kecamatan.objects.get(pk=PLAOSAN).desa.count()
    return {f"k{n}-{field}": "" for n in range(places) for field in ("email", "phone")} | {
        name.replace("_", "-"): value for name, value in values.items()
    }


def test_the_officer_keeps_the_contacts_of_a_kecamatan_and_its_desa(login, operator):
    client = login(operator)
    answer = client.post(PAGE, typed(k0_email="kantor@plaosan.test", k1_phone="0812-0000-0001"))
    assert answer.status_code == 302
    found = PlaceContact.objects.order_by("pk").values_list("kecamatan", "desa__kecamatan", "email", "phone")
    assert list(found) == [(PLAOSAN, None, "kantor@plaosan.test", ""), (None, PLAOSAN, "", "0812-0000-0001")]
    row = next(row for row in client.get("/kantor/kontak/").context["rows"] if row.pk == PLAOSAN)
    assert (row.contact.email, row.known) == ("kantor@plaosan.test", 1)
    assert client.post(PAGE, typed()).status_code == 302
    assert set(PlaceContact.objects.values_list("email", "phone")) == {("", "")}


def test_what_is_wrong_stands_at_its_row_and_nothing_is_kept(login, operator):
    answer = login(operator).post(PAGE, typed(k0_email="bukan alamat", k1_email="a@b.test", k2_phone="12345"))
    assert answer.status_code == 422
    assert [form.errors.as_data().keys() - set() for _, form in answer.context["rows"][:3]] == [
        {"email"},
        set(),
        {"phone"},
    ]
    assert PlaceContact.objects.count() == 0


def test_others_do_not_open_it(login, camat_plaosan, kadis):
    assert [login(user).get(PAGE).status_code for user in (camat_plaosan, kadis)] == [403, 403]
    assert login(kadis).get("/kantor/kontak/00.00.00/").status_code == 403
