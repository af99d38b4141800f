"""What the readers of CMS's tables share: the rows of a CSV, and what to say of a damaged file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from otcodebook.errors import AppError
from otcodebook.wording import as_displayed

AGAIN = "Download CMS's zip again and open it as it is"
"""The next step where a table was damaged or changed."""

_DECIMAL = re.compile(r"(?<![\d.])\d{1,3}\.\d{2,5}(?![\d.])", re.ASCII)


class CsvTable:
    """The rows of one CSV, and the sentences on what is wrong with it.

    `name` is the file's, or "rvu26d.zip/GPCI2026.csv" for a file in a zip.
    """

    def __init__(self, lines: Iterable[str], name: str, *, strict: bool = False) -> None:
        self.name = as_displayed(name.rpartition("/")[2])
        self.is_ended = True
        """Whether the line that was read last has an end: a file that was cut has none."""
        self._csv = csv.reader(self._noted(lines), strict=strict)

    def __iter__(self) -> Iterator[list[str]]:
        """The rows from here on. Raises AppError where it is no CSV."""
        try:
            yield from self._csv
        except csv.Error as error:
            raise AppError(
                f"{self.name} cannot be read as CSV at line {self.line:,} ({error}). {AGAIN}."
            ) from error

    @property
    def line(self) -> int:
        """The line that was read last."""
        return self._csv.line_num

    def rows(self) -> Iterator[list[str]]:
        """The rows from here on that are not empty, each in a line of its own."""
        for row in self:
            if any("\n" in cell or "\r" in cell for cell in row):
                raise self.refusal(
                    f"has a quotation mark that is not closed before line {self.line:,}"
                )
            if any(cell.strip() for cell in row):
                yield row

    def refusal(self, why: str) -> AppError:
        """The sentence to raise on a damaged file."""
        return AppError(f"{self.name} {why}. {AGAIN}.")

    def row_refusal(self, what: str) -> AppError:
        """The sentence to raise on the row that was read last."""
        return self.refusal(f"has {what} in line {self.line:,}")

    def _noted(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.is_ended = line.endswith(("\n", "\r"))
            yield line


def decimals_in(row: Sequence[str]) -> int:
    """How many numbers with decimals stand in a row: in a remark below the table there are none."""
    return len(_DECIMAL.findall(" ".join(row)))
