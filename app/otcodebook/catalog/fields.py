"""What all parts of a catalog are made of: their base, and the types of single fields."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

CODE_PATTERN = r"^[A-Z0-9][A-Z0-9.\-]{0,19}\Z"
SLUG_PATTERN = r"^[a-z0-9][a-z0-9\-]{0,59}\Z"
AS_OF_PATTERN = r"^\d{4}(-\d{2}){0,2}\Z"

CodeText = Annotated[str, Meta(pattern=CODE_PATTERN)]
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Text = Annotated[str, Meta(min_length=1, max_length=4000)]
Remark = Annotated[str, Meta(max_length=4000)]
Slug = Annotated[str, Meta(pattern=SLUG_PATTERN)]
AsOf = Annotated[str, Meta(pattern=AS_OF_PATTERN)]
SomeCodes = Annotated[tuple[CodeText, ...], Meta(min_length=1)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]

OWN_FAMILY_ID = "my-list"
"""The family of the codes that only a clinic's list has, where it does not give them one."""


class Part(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What every part of a catalog has in common: immutable, and no unknown key passes.

    Nothing in it refers back to what holds it, so the garbage collector need not look at it.
    """
