"""Zip files opened with limits: nothing is written to disk, nothing is read beyond what is stated here.

The sizes that a zip file states are not believed: every part is unpacked piece by piece up to its limit.
"""

import io
import zipfile

from kg.documents.formats import BROKEN_ZIP, damaged, protected, refuse_parts
from kg.errors import BeyondLimit, DamagedFile

MAX_PARTS = 20_000
"""The most parts of one zip file."""
MAX_PART = 512 * 1024 * 1024
"""The largest part, unpacked, in bytes."""
MAX_WHOLE = 1024 * 1024 * 1024
"""The most that is unpacked of one zip file, in bytes."""
MAX_RATIO = 400
"""How many times larger than its packed size a part of more than 16 MiB may be; real sheets reach 60."""
_RATIO_FROM = 16 * 1024 * 1024
_PIECE = 1024 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800


class Zip:
    """A zip file in memory; ``place`` names it in messages. Raises ``DamagedFile`` or ``BeyondLimit``.

    One that lies ``within`` another has no more to unpack than is left of the other's. No part is unpacked beyond
    ``largest`` bytes.
    """

    def __init__(self, content: bytes, place: str, within: "Zip | None" = None, *, largest: int = MAX_PART) -> None:
        self.place = place
        self._largest = largest
        self._outer = within
        self._left: int = within._left if within else MAX_WHOLE
        refuse_parts(content, place)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN_ZIP as error:
            raise damaged(place, f"the list of its parts cannot be read ({error})") from error
        self._parts = {info.filename: info for info in self._file.infolist() if not info.is_dir()}
        if len(self._file.infolist()) > MAX_PARTS:
            raise BeyondLimit(
                f"it has {len(self._file.infolist()):,} parts.",
                place=place,
                advice=f"Read are at most {MAX_PARTS:,}; unpack it and give the files in it.",
            )

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts as the zip file has them, without folders."""
        return tuple(self._parts)

    def shown(self, part: str) -> str:
        """The name of a part as its author saw it.

        Names without the flag for UTF-8 are in the code page of the author's system: UTF-8 or GB18030, whichever is
        valid; otherwise code page 437, which the format prescribes.
        """
        info = self._parts[part]
        if info.flag_bits & _UTF8:
            return info.filename
        stored = info.orig_filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                return stored.decode(encoding)
            except UnicodeDecodeError:
                continue
        return info.filename

    def read(self, part: str) -> bytes:
        """The content of a part. Raises ``ProtectedFile``, ``DamagedFile`` or ``BeyondLimit``."""
        info = self._parts.get(part)
        where = f"{self.place}!/{part}"
        if info is None:
            raise DamagedFile("this part is missing.", place=where, advice="Fetch the file again.")
        if info.flag_bits & _ENCRYPTED:
            raise protected(f"{self.place}!/{self.shown(part)}")
        try:
            return self._unpacked(info, where)
        except BROKEN_ZIP as error:
            raise damaged(where, f"it cannot be unpacked ({error})") from error

    def _unpacked(self, info: zipfile.ZipInfo, where: str) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._file.open(info) as file:
            while piece := file.read(_PIECE):
                pieces.append(piece)
                size += len(piece)
                self._use(len(piece))
                self._refuse_bomb(size, info.compress_size, where)
        return b"".join(pieces)

    def _use(self, size: int) -> None:
        self._left -= size
        if self._outer is not None:
            self._outer._use(size)

    def _refuse_bomb(self, size: int, packed: int, where: str) -> None:
        if size > self._largest or self._left < 0:
            what = f"unpacked it is larger than {(self._largest if size > self._largest else MAX_WHOLE) // 2**20} MiB."
        elif size > _RATIO_FROM and size > MAX_RATIO * packed:
            what = f"unpacked it is more than {MAX_RATIO} times as large as packed."
        else:
            return
        raise BeyondLimit(what, place=where, advice="Such a file is made to harm; give the documents it should hold.")
