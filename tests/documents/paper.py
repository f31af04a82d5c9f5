"""A small writer of PDF files for tests: text, lines, rectangles and pictures where a test wants them.

Places are in points from the top left corner of the page. Text is set in one font that has no glyphs of its own: an
ideograph is one em wide, everything below U+2E80 half of one, and the code of a character is its code point.
"""

import zlib
from dataclasses import dataclass, field
from math import cos, radians, sin

_RANGES = "\n".join(f"<{high:02x}00> <{high:02x}FF> <{high:02x}00>" for high in range(256))
_MAP = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Tests def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
256 beginbfrange
{_RANGES}
endbfrange
endcmap end end""".encode()


@dataclass
class Sheet:
    """One page."""

    width: float
    height: float
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10, **style: float | str) -> None:
        """``text`` on the baseline ``y``; style: ``angle`` in degrees, ``mode`` (3: none), ``font``, ``colour``."""
        angle = radians(float(style.get("angle", 0)))
        code = text.encode("utf-16-be").hex()
        matrix = f"{cos(angle):.4f} {sin(angle):.4f} {-sin(angle):.4f} {cos(angle):.4f} {x} {self.height - y}"
        font, colour, mode = style.get("font", "F1"), style.get("colour", "0 0 0"), style.get("mode", 0)
        self.drawn.append(f"BT {colour} rg {mode} Tr /{font} {size} Tf {matrix} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: str = "0 0 0") -> None:
        """A line half a point thick."""
        self.drawn.append(f"0.5 w {colour} RG {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def bar(self, x0: float, y0: float, x1: float, y1: float, colour: str = "0 0 0") -> None:
        """A filled rectangle."""
        self.drawn.append(f"{colour} rg {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rectangle of lines."""
        self.drawn.append(f"0.5 w 0 0 0 RG {x0} {self.height - y1} {x1 - x0} {y1 - y0} re S")

    def cut(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Whatever is drawn from here to :meth:`whole` shows inside this rectangle only."""
        self.drawn.append(f"q {x0} {self.height - y1} {x1 - x0} {y1 - y0} re W n")

    def whole(self) -> None:
        """The end of :meth:`cut`."""
        self.drawn.append("Q")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A grey picture."""
        self.drawn.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /I1 Do Q")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """Lines at all these places."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def row(self, xs: list[float], y: float, texts: list[str]) -> None:
        """Texts, each a little to the right of its place."""
        for x, text in zip(xs, texts, strict=False):
            if text:
                self.text(x + 3, y, text)


class Paper:
    """A PDF file."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []

    def page(self, width: float = 595, height: float = 842, rotate: int = 0) -> Sheet:
        """A new page."""
        self._sheets.append(Sheet(width, height, rotate))
        return self._sheets[-1]

    def content(self, *, locked: bool = False) -> bytes:
        """The file; ``locked`` as one that a password is needed for."""
        font = "/Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R]"
        described = (
            "/Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80"
        )
        widths = "/DW 1000 /W [0 11903 500]"
        named = "/BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        resources = "<< /Font << /F1 3 0 R /F2 7 0 R >> /XObject << /I1 8 0 R >> >>"
        kids = " ".join(f"{9 + 2 * at} 0 R" for at in range(len(self._sheets)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self._sheets)} >>".encode(),
            f"<< {font} /ToUnicode 6 0 R >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType2 {named} {widths} /FontDescriptor 5 0 R >>".encode(),
            f"<< /Type /FontDescriptor /FontName /Song {described} >>".encode(),
            _stream(_MAP, ""),
            f"<< {font} >>".encode(),
            _stream(
                b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
            ),
        ]
        for at, sheet in enumerate(self._sheets):
            box = f"/MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate}"
            page = f"<< /Type /Page /Parent 2 0 R {box} /Resources {resources} /Contents {10 + 2 * at} 0 R >>"
            objects += [page.encode(), _stream("\n".join(sheet.drawn).encode(), "")]
        return _file(objects, locked=locked)


def _stream(data: bytes, entries: str) -> bytes:
    packed = zlib.compress(data)
    head = f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _file(objects: list[bytes], *, locked: bool) -> bytes:
    content = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    content += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    key = "ab" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<00> <00>]" if locked else ""
    return content + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n".encode()
