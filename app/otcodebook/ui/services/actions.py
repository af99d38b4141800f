"""Every command of the window as data: menus, shortcuts and the keyboard page come from here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from msgspec import Struct
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from otcodebook.settings import ThemeChoice
from otcodebook.ui.services.enums import Menu

_LOG = logging.getLogger(__name__)


class ActionId(StrEnum):
    """The commands; the value is the QAction's objectName."""

    OPEN = "openCatalog"
    LIST_COLUMNS = "listColumns"
    CLOSE_LIST = "closeList"
    OPEN_CMS = "openCms"
    SAVE_PAIRS = "savePairs"
    SAVE_PDF = "saveListAsPdf"
    PRINT = "printList"
    SAVE_CSV = "exportListAsCsv"
    EXPORT = "exportOwn"
    IMPORT = "importOwn"
    QUIT = "quit"
    UNDO = "undo"
    COPY = "copy"
    COPY_WITH_NAME = "copyWithName"
    FIND = "find"
    PREFERENCES = "preferences"
    FAVORITE = "favorite"
    NOTE = "note"
    READ_DIGITS = "readDigits"
    MOVE_UP = "moveUp"
    MOVE_DOWN = "moveDown"
    SHOW_CODES = "showCodes"
    SHOW_FAQ = "showFaq"
    SHOW_GUIDE = "showGuide"
    SHOW_UNITS = "showUnits"
    BACK = "back"
    FORWARD = "forward"
    ADD_TO_UNITS = "addToUnits"
    COPY_CLAIMS = "copyClaims"
    COPY_NOTE = "copySessionNote"
    COPY_TABLE = "copySessionTable"
    UNDO_UNITS = "undoUnits"
    CLEAR_UNITS = "clearUnits"
    ON_TOP = "onTop"
    THEME_SYSTEM = "themeSystem"
    THEME_LIGHT = "themeLight"
    THEME_DARK = "themeDark"
    THEME_CONTRAST = "themeContrast"
    TEXT_LARGER = "textLarger"
    TEXT_SMALLER = "textSmaller"
    TEXT_USUAL = "textUsual"
    WIDER = "listWider"
    NARROWER = "listNarrower"
    USER_GUIDE = "userGuide"
    KEYS = "keys"
    LICENSES = "licenses"
    ABOUT = "about"


class ActionSpec(Struct, frozen=True):
    """One command: its text with mnemonic, its menu, its keys, and what the keyboard page says.

    Actions with the same `group` exclude each other and are checkable; `separator_before` draws a
    line above; `checkable`: on or off; `units_tab_only`: works while the Units tab is shown.
    """

    id: ActionId
    text: str
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    description: str = ""
    group: str = ""
    separator_before: bool = False
    checkable: bool = False
    units_tab_only: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


ACTIONS = (
    ActionSpec(
        ActionId.OPEN,
        "&Open code list\N{HORIZONTAL ELLIPSIS}",
        Menu.FILE,
        ("Ctrl+O",),
        "opens another code list (XLSX, CSV, TSV, JSON)",
    ),
    ActionSpec(ActionId.LIST_COLUMNS, "Co&lumns of the list\N{HORIZONTAL ELLIPSIS}", Menu.FILE),
    ActionSpec(ActionId.CLOSE_LIST, "&Close list", Menu.FILE),
    ActionSpec(ActionId.OPEN_CMS, "Open CMS &file\N{HORIZONTAL ELLIPSIS}", Menu.FILE),
    ActionSpec(
        ActionId.SAVE_PDF,
        "&Save list as PDF\N{HORIZONTAL ELLIPSIS}",
        Menu.FILE,
        separator_before=True,
    ),
    ActionSpec(
        ActionId.PRINT,
        "&Print list\N{HORIZONTAL ELLIPSIS}",
        Menu.FILE,
        ("Ctrl+P",),
        "prints the list of the Codes tab",
    ),
    ActionSpec(
        ActionId.SAVE_PAIRS, "Save pairs of fa&vorites as PDF\N{HORIZONTAL ELLIPSIS}", Menu.FILE
    ),
    ActionSpec(ActionId.SAVE_CSV, "&Export list as CSV\N{HORIZONTAL ELLIPSIS}", Menu.FILE),
    ActionSpec(
        ActionId.EXPORT,
        "Export &my notes and favorites\N{HORIZONTAL ELLIPSIS}",
        Menu.FILE,
        separator_before=True,
    ),
    ActionSpec(ActionId.IMPORT, "&Import notes and favorites\N{HORIZONTAL ELLIPSIS}", Menu.FILE),
    ActionSpec(
        ActionId.QUIT,
        "&Quit",
        Menu.FILE,
        ("Ctrl+Q",),
        "closes the window",
        separator_before=True,
        role=QAction.MenuRole.QuitRole,
    ),
    ActionSpec(
        ActionId.UNDO,
        "&Undo",
        Menu.EDIT,
        ("Ctrl+Z",),
        "brings back the favorite or the note that was removed last",
    ),
    ActionSpec(
        ActionId.COPY,
        "&Copy",
        Menu.EDIT,
        ("Ctrl+C", "Ctrl+Ins"),
        "copies selected text if there is any, otherwise the chosen codes, one a line",
        separator_before=True,
    ),
    ActionSpec(
        ActionId.COPY_WITH_NAME,
        "Copy code and &name",
        Menu.EDIT,
        ("Ctrl+Shift+C",),
        "copies code and name",
    ),
    ActionSpec(
        ActionId.FIND,
        "&Find",
        Menu.EDIT,
        ("Ctrl+F", "Ctrl+L", "F3"),
        "goes to the search box and selects its text",
        separator_before=True,
    ),
    ActionSpec(
        ActionId.FAVORITE,
        "Fa&vorite",
        Menu.EDIT,
        ("Ctrl+D",),
        "makes the code a favorite, or no longer one",
    ),
    ActionSpec(
        ActionId.NOTE, "My n&ote", Menu.EDIT, ("Ctrl+M",), "goes to your own note on the code"
    ),
    ActionSpec(
        ActionId.READ_DIGITS,
        "&Read digit by digit",
        Menu.EDIT,
        ("Ctrl+R",),
        "reads the chosen code digit by digit, in the status line and to a screen reader",
    ),
    ActionSpec(
        ActionId.MOVE_UP,
        "Mov&e favorite up",
        Menu.EDIT,
        ("Alt+Up",),
        "moves the code up among the favorites",
    ),
    ActionSpec(
        ActionId.MOVE_DOWN,
        "Move favorite &down",
        Menu.EDIT,
        ("Alt+Down",),
        "moves the code down among the favorites",
    ),
    ActionSpec(
        ActionId.PREFERENCES,
        "&Preferences\N{HORIZONTAL ELLIPSIS}",
        Menu.EDIT,
        ("Ctrl+,",),
        "chooses what is copied, colors and text size",
        separator_before=True,
        role=QAction.MenuRole.PreferencesRole,
    ),
    ActionSpec(ActionId.SHOW_CODES, "&Codes", Menu.VIEW, ("Ctrl+1",), "shows the Codes tab"),
    ActionSpec(ActionId.SHOW_FAQ, "&FAQ", Menu.VIEW, ("Ctrl+2",), "shows the FAQ tab"),
    ActionSpec(ActionId.SHOW_GUIDE, "&Guide", Menu.VIEW, ("Ctrl+3",), "shows the Guide tab"),
    ActionSpec(ActionId.SHOW_UNITS, "U&nits", Menu.VIEW, ("Ctrl+4",), "shows the Units tab"),
    ActionSpec(
        ActionId.BACK,
        "&Back",
        Menu.VIEW,
        ("Alt+Left",),
        "shows what you looked at before",
        separator_before=True,
    ),
    ActionSpec(
        ActionId.FORWARD,
        "F&orward",
        Menu.VIEW,
        ("Alt+Right",),
        "shows again what you went back from",
    ),
    ActionSpec(ActionId.ON_TOP, "Stay on &top", Menu.VIEW, separator_before=True, checkable=True),
    ActionSpec(
        ActionId.THEME_SYSTEM,
        "Match s&ystem colors",
        Menu.VIEW,
        group="theme",
        separator_before=True,
    ),
    ActionSpec(ActionId.THEME_LIGHT, "&Light colors", Menu.VIEW, group="theme"),
    ActionSpec(ActionId.THEME_DARK, "&Dark colors", Menu.VIEW, group="theme"),
    ActionSpec(ActionId.THEME_CONTRAST, "&High contrast", Menu.VIEW, group="theme"),
    ActionSpec(
        ActionId.TEXT_LARGER,
        "L&arger text",
        Menu.VIEW,
        ("Ctrl++", "Ctrl+="),
        "makes the text larger",
        separator_before=True,
    ),
    ActionSpec(
        ActionId.TEXT_SMALLER, "S&maller text", Menu.VIEW, ("Ctrl+-",), "makes the text smaller"
    ),
    ActionSpec(
        ActionId.TEXT_USUAL,
        "Default te&xt size",
        Menu.VIEW,
        ("Ctrl+0",),
        "text in its default size",
    ),
    ActionSpec(
        ActionId.WIDER,
        "&Widen list",
        Menu.VIEW,
        ("F8",),
        "gives the list more of the width",
        separator_before=True,
    ),
    ActionSpec(
        ActionId.NARROWER,
        "Na&rrow list",
        Menu.VIEW,
        ("Shift+F8",),
        "gives the page more of the width",
    ),
    ActionSpec(
        ActionId.ADD_TO_UNITS,
        "&Add code to Units",
        Menu.UNITS,
        ("Ctrl+U",),
        "adds the chosen codes to the session in the Units tab",
    ),
    ActionSpec(
        ActionId.COPY_CLAIMS,
        "Copy claim &lines",
        Menu.UNITS,
        ("Ctrl+Shift+C",),
        "copies the claim lines, in the Units tab",
        separator_before=True,
        units_tab_only=True,
    ),
    ActionSpec(ActionId.COPY_NOTE, "Copy text for the &note", Menu.UNITS, units_tab_only=True),
    ActionSpec(ActionId.COPY_TABLE, "Copy session as a &table", Menu.UNITS, units_tab_only=True),
    ActionSpec(
        ActionId.UNDO_UNITS,
        "&Undo",
        Menu.UNITS,
        ("Ctrl+Z",),
        "takes back the last step in the Units tab",
        separator_before=True,
        units_tab_only=True,
    ),
    ActionSpec(ActionId.CLEAR_UNITS, "&Clear session", Menu.UNITS, units_tab_only=True),
    ActionSpec(ActionId.USER_GUIDE, "&User guide", Menu.HELP),
    ActionSpec(ActionId.KEYS, "&Keyboard", Menu.HELP, ("F1",), "shows all keys"),
    ActionSpec(ActionId.LICENSES, "&Licenses", Menu.HELP),
    ActionSpec(
        ActionId.ABOUT,
        "&About OT Codebook",
        Menu.HELP,
        separator_before=True,
        role=QAction.MenuRole.AboutRole,
    ),
)

THEME_ACTIONS = {
    ActionId.THEME_SYSTEM: ThemeChoice.SYSTEM,
    ActionId.THEME_LIGHT: ThemeChoice.LIGHT,
    ActionId.THEME_DARK: ThemeChoice.DARK,
    ActionId.THEME_CONTRAST: ThemeChoice.HIGH_CONTRAST,
}

PREVIOUS_PAGE = "Alt+PgUp"
NEXT_PAGE = "Alt+PgDown"

FAVORITE_KEYS = 9
"""So many favorites have a key of their own."""

TEXT_SIZES = (ActionId.TEXT_LARGER, ActionId.TEXT_SMALLER, ActionId.TEXT_USUAL)
"""The commands for the size of the text, which work in a page beside the window too."""


def build_actions(
    window: QMainWindow,
    menus: Mapping[Menu, QMenu],
    handlers: Mapping[ActionId, Callable[[], object]],
) -> dict[ActionId, QAction]:
    """Creates the actions and fills the menus. Raises KeyError for a missing menu or handler."""
    groups: dict[str, QActionGroup] = {}
    actions: dict[ActionId, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, window)
        action.setObjectName(spec.id)
        action.setMenuRole(spec.role)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        handler = handlers[spec.id]
        action.triggered.connect(partial(_run, spec.id, handler))
        action.setCheckable(spec.checkable or bool(spec.group))
        if spec.group:
            if spec.group not in groups:
                groups[spec.group] = QActionGroup(window)
            groups[spec.group].addAction(action)
        if spec.separator_before:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(action)
        actions[spec.id] = action
    return actions


def _run(action: ActionId, handler: Callable[[], object], _checked: bool = False) -> None:
    _LOG.info("command %s", action)
    handler()


def add_favorite_keys(window: QMainWindow, copy: Callable[[int], object]) -> None:
    """Adds the keys that copy a favorite by its number; they stand in no menu."""
    for number in range(1, FAVORITE_KEYS + 1):
        action = QAction(f"Copy favorite {number}", window)
        action.setObjectName(f"copyFavorite{number}")
        action.setShortcut(QKeySequence(f"Ctrl+Alt+{number}"))
        action.triggered.connect(lambda _checked=False, number=number: copy(number))
        window.addAction(action)


def with_keys(description: str, action: ActionId) -> str:
    """A tooltip: what a button does, and the keys of its action."""
    keys = next(spec.shortcuts for spec in ACTIONS if spec.id is action)
    native = QKeySequence.SequenceFormat.NativeText
    return f"{description} ({QKeySequence(keys[0]).toString(native)})"
