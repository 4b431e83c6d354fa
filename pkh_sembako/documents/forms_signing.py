"""Forms of electronic signing."""

from django import forms

from pkh_sembako.lib.forms import BerkasField, KitForm


class LocalSignForm(KitForm):
    """A certificate file and its password, for this one act."""

    berkas = BerkasField(label="Berkas sertifikat (.p12)", extensions=["p12", "pfx"], max_mb=1)
    password = forms.CharField(
        label="Kata sandi sertifikat",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Dipakai untuk satu kali tanda tangan ini dan tidak disimpan.",
    )


class PolicyForm(KitForm):
    """Whether the office lets people sign here, and on what basis."""

    local = forms.TypedChoiceField(
        label="Tanda tangan dengan sertifikat PKCS#12 di aplikasi ini",
        choices=[("1", "Diizinkan"), ("0", "Tidak diizinkan")],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Dasar keputusan", max_length=200, help_text="Misalnya surat atau arahan pimpinan.")
