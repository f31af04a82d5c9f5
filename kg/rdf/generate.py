"""Writes the generated Turtle of ``ontology/``: ``python -m kg.rdf.generate``, or ``make generated``.

People review the lists; the Turtle is what a store loads and others download. The same lists always give the same
text, so a test can hold every file fresh.
"""

import sys
from pathlib import Path

from kg import codebooks, paths
from kg.codebooks import alignments, areas
from kg.codebooks.changes import all_changes
from kg.codebooks.schemes import FOREIGN, amendments, schemes, surveys
from kg.model import CLASSIFICATIONS
from kg.rdf.arealist import area_list
from kg.rdf.codelists import international, national, survey_list
from kg.rdf.crosswalks import crosswalks
from kg.rdf.members import members_turtle


def generated() -> dict[str, str]:
    """The text of every generated file, by its path below ``ontology/``."""
    book = codebooks.load()
    files = {
        "members.ttl": members_turtle(paths.ontology() / "dimensions.csv"),
        "areas/divisions.ttl": area_list(areas.load().divisions),
        "alignments/crosswalks.ttl": crosswalks(alignments.load()),
        "codes/surveys.ttl": survey_list(surveys()),
    }
    for name in CLASSIFICATIONS:
        files[f"codes/{name}.ttl"] = national(schemes()[name], book, all_changes(), amendments())
    for name in FOREIGN:
        files[f"codes/{name}.ttl"] = international(schemes()[name])
    return files


def main(folder: Path) -> None:
    """Write the files that are not fresh below ``folder``."""
    for name, text in generated().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stderr.write(f"written: {path.relative_to(folder)}\n")


if __name__ == "__main__":
    main(paths.ontology())
