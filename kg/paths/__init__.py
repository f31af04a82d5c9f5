"""Where ``ontology/``, ``mappings/`` and ``queries/`` are: beside the package in a checkout, inside it in a wheel.

``kg.paths.strictyaml`` and ``kg.paths.lists`` are how YAML and lists are read in them, one way for every floor.
"""

from pathlib import Path

from kg.errors import EnvironmentUnusable

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    for place in (_PACKAGE.parent / name, _PACKAGE / "_data" / name):
        if place.is_dir() and (place.parent == _PACKAGE / "_data" or (place.parent / "pyproject.toml").is_file()):
            return place
    raise EnvironmentUnusable(
        f"the folder {name}/ of this package is missing.", place=str(_PACKAGE), advice="Install the package again."
    )


def ontology() -> Path:
    """The folder of the vocabulary, shapes and code lists."""
    return _folder("ontology")


def mappings() -> Path:
    """The folder of the form descriptions and of the mappings from records to RDF."""
    return _folder("mappings")


def queries() -> Path:
    """The folder of the question catalogue."""
    return _folder("queries")
