"""What shiboken6 runs at its start instead of its own module `signature_bootstrap`.

It is run under that name too: shiboken6 then calls `bootstrap` and puts `zipstring_sequence`, the
archive of what describes signatures, into it.
"""

from __future__ import annotations

import sys
from types import ModuleType


def bootstrap() -> ModuleType:
    """The functions that shiboken6 calls later on."""
    from otcodebook.ui.signatures import loader, mapping

    # shiboken6 finds them by these names.
    sys.modules["shibokensupport.signature.loader"] = loader
    sys.modules["shibokensupport.signature.mapping"] = mapping
    return loader
