"""The course of a yearly evaluation: opened by who leads, filled in by everybody, closed; then nothing changes."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.services import bell
from pkh_sembako.leadership.enums import ASPECTS
from pkh_sembako.leadership.models import StaffRating, StaffReview
from pkh_sembako.leadership.queries import raters
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words


@transaction.atomic
def open_review(*, year: int, closes_on: date, targets: Mapping[str, int], by: User) -> StaffReview:
    """Everybody who rates somebody hears of it. DomainError when the year has one or the day has passed."""
    _check_leads(by)
    if closes_on < timezone.localdate():
        raise DomainError(f"Tanggal {tanggal(closes_on)} sudah lewat.")
    if year > timezone.localdate().year:
        raise DomainError("Evaluasi dibuka paling cepat pada tahunnya.")
    if StaffReview.objects.filter(year=year).exists():
        raise DomainError(f"Evaluasi tahun {year} sudah ada.")
    review = StaffReview.objects.create(year=year, closes_on=closes_on, by=by, **targets)
    people = {task.by.pk: task.by for task in raters.tasks(year)}
    text = f"{review}: isi penilaian Anda paling lambat {tanggal(closes_on)}."
    bell.tell(people.values(), text=text, url="/penilaian/", by_mail=True)
    return review


@transaction.atomic
def rate(review: StaffReview, *, about: User, scores: Mapping[str, int], note: str = "", by: User) -> StaffRating:
    """One's own view of somebody, as often as one likes until the review is closed."""
    review = StaffReview.objects.select_for_update().get(pk=review.pk)
    if not review.is_open:
        raise DomainError("Evaluasi ini sudah ditutup.")
    task = next((each for each in raters.tasks(review.year) if (each.by, each.about) == (by, about)), None)
    if task is None:
        raise DomainError("Anda tidak diminta menilai orang ini.")
    if set(scores) != set(ASPECTS) or not all(1 <= score <= 5 for score in scores.values()):
        raise DomainError("Pilih nilai 1 sampai 5 untuk setiap hal.")
    facts = {**scores, "note": note.strip(), "relation": task.relation, "at": timezone.now()}
    with guards_in_words():
        rating, _ = StaffRating.objects.update_or_create(review=review, about=about, by=by, defaults=facts)
    return rating


@transaction.atomic
def close(review: StaffReview, *, by: User) -> StaffReview:
    """From now on the ratings stay as they are, and each one reads the own result."""
    _check_leads(by)
    review = StaffReview.objects.select_for_update().get(pk=review.pk)
    if not review.is_open:
        raise DomainError("Evaluasi ini sudah ditutup.")
    review.closed_at, review.closed_by = timezone.now(), by
    review.save(update_fields=["closed_at", "closed_by"])
    people = {rating.about_id: rating.about for rating in review.ratings.select_related("about")}
    bell.tell(people.values(), text=f"{review}: hasil Anda dapat dibaca.", url="/penilaian/")
    return review


def _check_leads(by: User) -> None:
    if not by.may(Permission.VIEW_LEADERSHIP):
        raise DomainError("Evaluasi dibuka dan ditutup oleh pimpinan.")
