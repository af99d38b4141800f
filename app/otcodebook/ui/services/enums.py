"""The closed vocabularies of the window: its tabs, its menus and the topics of its banner."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Tab(IntEnum):
    """The tabs by their position."""

    CODES = 0
    FAQ = 1
    GUIDE = 2
    UNITS = 3


TAB_TITLES = {Tab.CODES: "Codes", Tab.FAQ: "FAQ", Tab.GUIDE: "Guide", Tab.UNITS: "Units"}


class Menu(StrEnum):
    """The menus by their titles, in the order of the menu bar."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    UNITS = "&Units"
    HELP = "&Help"


class BannerTopic(StrEnum):
    """What a sentence in the banner is about: a later sentence on the topic replaces it."""

    USER_DATA = "favorites and notes"
    BUNDLED_CATALOG = "the bundled catalog"
    OPENING = "opening a file"
    LIST = "changes of the list"
    EDITION = "the edition"
    SAVING_LIST = "saving a list"
    PRINTING = "printing"
    EXPORT = "export"
    IMPORT = "import"
    PREFERENCES = "the preferences"
    CLINIC = "the clinic's settings"
    FIXED_LIST = "the list that the clinic has fixed"
    CMS = "CMS tables"


CATALOG_TOPICS = (
    BannerTopic.BUNDLED_CATALOG,
    BannerTopic.OPENING,
    BannerTopic.LIST,
    BannerTopic.EDITION,
    BannerTopic.CMS,
)
"""What the banner says of these is over when another catalog is shown."""
