"""The Common Alerting Protocol, 1.2: from a package to a message that is sent to one body alone.

Source: OASIS CAP 1.2 (oasis-open.org, 1 July 2010); the domain guide, 8, for our profile of it.

- ``alert``: a message as a value; ``rules``: what its schema does not say; ``writing``: the XML.
- ``making``: the message of a package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.dispatch.cap.alert import Alert as Alert
from tipline.dispatch.cap.making import alert_of as alert_of
from tipline.dispatch.cap.rules import check as check
from tipline.dispatch.cap.writing import write as write

if TYPE_CHECKING:
    from tipline.dispatch.package import Package


def document(package: Package) -> bytes:
    """Return the message of a package, in XML. Raises what ``check`` does."""
    alert = alert_of(package)
    check(alert)
    return write(alert)
