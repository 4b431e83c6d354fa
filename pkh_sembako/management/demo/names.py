"""Invented names. Common given names are combined with words that nobody bears as a name."""

from random import Random


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


WOMEN = _each(
    """Sulastri Wartini Sumarni Painem Suminah Rukmini Tumini Sriyatun Marsiyem Kasinem Ngatini Wagiyem Sutinah Lasmini
    Mujiati Karsini Darsih Supriyatin Yatmi Sarinem Endang Puji Retno Wahyu Dwi Ika Fitri Nining Ratna Sri"""
)
MEN = _each(
    """Suparno Wagimin Katimin Sukiran Parman Tukijo Ngadimin Suwito Karsono Lasimin Paimin Slamet Gito Warsito"""
)
CHILDREN = _each(
    """Alya Bagus Candra Dinda Eka Fajar Galang Hana Intan Jati Kirana Laras Mega Nanda Okta Putra Raka Sekar Tirta"""
)
WORDS = _each(
    """Rembulan Sekarwangi Arumdalu Kembangjati Lintangsari Mayangsari Wijikusuma Padmasari Cempakasari Tunjungbiru
    Gandasari Semilir Pawanasari Tirtawening Argowilis Bumiasri Sendangsari Wanasari Girilawu Kalasari Pringgading
    Lawusari Candisari Tegalsari Kedungsari Watusari Gumilang Nirwana Pratala Samudra"""
)
DUSUN = _each("Krajan Ngrowo Jetis Tegalrejo Ngemplak Sidomulyo Karangsari Pucangan Jambangan Sumberagung")
STREETS = _each("Melati Mawar Kenanga Cempaka Anggrek Dahlia Flamboyan Teratai Kamboja Seruni")


def woman(dice: Random) -> str:
    return f"{dice.choice(WOMEN)} {dice.choice(WORDS)}"


def man(dice: Random) -> str:
    return f"{dice.choice(MEN)} {dice.choice(WORDS)}"


def child(dice: Random) -> str:
    return f"{dice.choice(CHILDREN)} {dice.choice(WORDS)}"
