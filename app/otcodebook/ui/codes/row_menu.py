"""The right-click menu of the list: what can be done with the row, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from otcodebook.catalog.model import Code, Faq, GuidePage, OtherProfessionCode, Retired, System
from otcodebook.ui.accessibility.menus import open_menu
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.services.actions import ActionId


class RowMenu(QObject):
    """Opens the menu for the chosen rows.

    Signals:
        link_activated: another code, a question or a page is to be shown ("code:97165").
    """

    link_activated = Signal(str)

    def __init__(self, codes: CodesController, actions: Mapping[ActionId, QAction]) -> None:
        super().__init__(codes)
        self._codes = codes
        self._actions = actions
        codes.code_list.menu_requested.connect(self._open)

    def _open(self, place: QPoint, by_key: bool) -> None:
        menu = QMenu(self._codes.code_list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hit = self._codes.current_hit()
        match hit.document.item if hit else None:
            case Code() as code:
                self._fill(menu, code)
            case Retired() | OtherProfessionCode() as entry:
                for use in entry.use:
                    self._add_link(menu, f"Go to {use}", f"code:{use}")
            case Faq() as question:
                self._add_link(menu, "Open the answer", f"faq:{question.id}")
            case GuidePage() as page:
                self._add_link(menu, "Open the page", f"guide:{page.id}")
        if menu.isEmpty():
            menu.deleteLater()
        else:
            open_menu(menu, place, by_key=by_key)

    def _fill(self, menu: QMenu, code: Code) -> None:
        groups = [[ActionId.COPY, ActionId.COPY_WITH_NAME], [ActionId.FAVORITE]]
        if self._codes.is_in_own_order():
            groups[1] += [ActionId.MOVE_UP, ActionId.MOVE_DOWN]
        if code.system is not System.MODIFIER:
            groups.append([ActionId.ADD_TO_UNITS])
        for group in groups:
            menu.addSeparator()
            menu.addActions([self._actions[action] for action in group])

    def _add_link(self, menu: QMenu, text: str, target: str) -> None:
        menu.addAction(text, partial(self.link_activated.emit, target))
