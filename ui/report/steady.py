"""Files that are the same bytes whenever their content is the same: no clock inside."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Final

_MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_NESTED: Final = (".xlsx", ".docx", ".pptx")
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)


def steady_zip(content: bytes, as_of: date) -> bytes:
    """An Office file with every date in it set to ``as_of``, those of the files that it embeds too."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w") as written:
        for item in given.infolist():
            part = given.read(item)
            if item.filename.endswith(_NESTED):
                part = steady_zip(part, as_of)
            elif item.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>%sT00:00:00Z\g<2>" % as_of.isoformat().encode(), part)
            entry = zipfile.ZipInfo(item.filename, date_time=_WRITTEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            written.writestr(entry, part)
    return buffer.getvalue()
