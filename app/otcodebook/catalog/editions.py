"""Which of a catalog's editions holds on a date of service."""

from __future__ import annotations

from datetime import date

from otcodebook.catalog.model import Catalog, Edition
from otcodebook.errors import AppError
from otcodebook.wording import listed, long_date


def today() -> date:
    """The day of the computer's clock: the date of service where none is given."""
    return date.today()


def editions_of(catalog: Catalog) -> tuple[Edition, ...]:
    """All editions that the file holds, the earliest first; none for a list without a year."""
    if catalog.edition is None:
        return ()
    return tuple(sorted((catalog.edition, *catalog.editions), key=lambda each: each.effective))


def edition_on(catalog: Catalog, day: date) -> Edition | None:
    """The edition that covers this day."""
    return next((e for e in editions_of(catalog) if e.effective <= day <= e.expires), None)


def covered_day(catalog: Catalog, day: date) -> date:
    """The day itself, or the nearest one that an edition covers, an earlier one if there is any.

    So an expired catalog stays readable, as it was on its last day.
    """
    editions = editions_of(catalog)
    if not editions or edition_on(catalog, day) is not None:
        return day
    ended = [edition.expires for edition in editions if edition.expires < day]
    return max(ended) if ended else editions[0].effective


def check_covered(catalog: Catalog, day: date) -> None:
    """Raises AppError where the catalog has editions and none of them covers the day."""
    editions = editions_of(catalog)
    if editions and edition_on(catalog, day) is None:
        spans = [f"{long_date(e.effective)} to {long_date(e.expires)}" for e in editions]
        raise AppError(
            f"This code list has no codes for {long_date(day)}. It covers {listed(spans)}: "
            "choose a date in it, or open another edition."
        )
