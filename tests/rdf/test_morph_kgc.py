"""Morph-KGC, an engine of other hands, reads the same mappings and records and must give the same quads."""

import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.rdf.records import AgencyRecord, ProjectRecord, Record, RefusalRecord
from kg.rdf.yarrrml import Mapping

ROOT = Path(__file__).resolve().parents[2]
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
ODD = "".join(chr(code) for code in (*range(1, 0x20), *range(0x7F, 0x100), 0x200B, 0x2028, 0x3000, 0xFEFF, 0x1F4B0))
AWKWARD: tuple[Record, ...] = (
    AgencyRecord(agency=PRINTABLE, name=PRINTABLE, area=None),
    AgencyRecord(agency=ODD, name=ODD, area=f"{ODD}中"),
    ProjectRecord(agency='"', project='""', name='""'),
    *(
        RefusalRecord(sha="ab", table="01", row="1", cell=str(number), line=None, page=None, text=text, reason="x")
        for number, text in enumerate(
            (
                "NA",
                "N/A",
                "null",
                "NULL",
                "NaN",
                "nan",
                "None",
                "true",
                "1.0",
                "007",
                "1e3",
                " x ",
                " ",
                "\\",
                "\n",
                "\r",
                ",",
            )
        )
    ),
)
"""Records of no budget: every ASCII character, odd ones, and texts that readers of CSV take for something else."""


@pytest.fixture(scope="module")
def morph() -> ModuleType:
    """``bench/morph.py``, where its environment exists; in continuous integration it must."""
    spec = importlib.util.spec_from_file_location("morph", ROOT / "bench" / "morph.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not module.is_there():
        if os.environ.get("CI"):
            pytest.fail(f"Morph-KGC must judge the mappings here. {module.SETUP}")
        pytest.skip(f"Morph-KGC is not installed. {module.SETUP}")
    return module


def test_morph_kgc_reads_the_mappings_alike(
    morph: ModuleType, records: tuple[Record, ...], mappings: Path, tmp_path: Path
) -> None:
    everything = (*records, *AWKWARD)
    morph.write_csv(everything, tmp_path)
    output, _ = morph.materialise(tmp_path, sorted(mappings.glob("*.yml")))
    theirs = _lines(parse(path=output, format=RdfFormat.N_QUADS))
    ours = _lines(Mapping.load(mappings).quads(everything))
    assert ours == theirs
    assert len(ours) > 200


def _lines(quads: Iterable[Quad]) -> list[str]:
    """The distinct quads as sorted lines of one spelling, so that a difference can be read."""
    return sorted(set(map(str, quads)))
