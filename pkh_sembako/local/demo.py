"""The demo cast as ``./run`` shows it (the accounts themselves are made by ``demo_seed``)."""

import os

DEFAULT_PASSWORD = "demo-pkh-2026"  # noqa: S105  printed for everyone to read
CAST = (
    ("admin", "administrator"),
    ("apd", "administrator pangkalan data"),
    ("operator", "petugas Dinas Sosial"),
    ("korkab", "PPKH Kabupaten"),
    ("korcam.plaosan, korcam.parang", "PPKH Kecamatan"),
    ("ratri, bagas", "pendamping di Plaosan dan Parang"),
    ("kasi, kabid, sekretaris, kadis", "pejabat Dinas sampai Kepala Dinas"),
    ("bank", "lembaga bayar"),
    ("camat.plaosan, desa.plaosan", "kecamatan dan desa"),
    ("inspektorat", "pemeriksa, hanya membaca"),
    ("petugas", "meja pengaduan"),
)


def accounts_text() -> str:
    """The lines below ``Siap``: who can log in, and with which password."""
    width = max(len(names) for names, _ in CAST)
    lines = [f"  {names:<{width}}  {role}" for names, role in CAST]
    password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
    return "\n".join([f"Akun contoh (kata sandi {password}):", *lines])
