"""Small disclosures, and archives of them, made by the tests that need them."""

import io
import zipfile
from pathlib import Path

_TEXT = """{body}2024年部门预算公开

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出
221\t住房保障支出\t{amount}\t0.50
合计\t\t{amount}\t0.50
"""


def disclosure(body: str = "泽州县财政局", amount: str = "1.00") -> bytes:
    """A small disclosure: four amounts, and the code 221 as a label; none of them blank."""
    return _TEXT.format(body=body, amount=amount).encode()


def written(path: Path, content: bytes) -> Path:
    """The file at ``path`` with that content, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def gbk_named(archive: bytes, name: str) -> bytes:
    """The archive with its one name ``xxxx…`` as an old Chinese program writes ``name``, of as many bytes."""
    stored = name.encode("gb18030")
    assert archive.count(b"x" * len(stored)) == 2, "in the head of the member, and in the list"
    return archive.replace(b"x" * len(stored), stored)
