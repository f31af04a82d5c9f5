"""Adds to what the rules found whether the graph itself is sound: its shapes, and the constraints on its cubes."""

from collections.abc import Iterable

from kg.audit.conformance import constraints, cube_results, shape_results
from kg.audit.held import files
from kg.audit.judgement import Count, Found, Judgement, iris_of
from kg.audit.places import Places
from kg.check import rules
from kg.model import Severity, digest16
from kg.rdf.shacl import ShapeResult
from kg.store import QuadStore

SHAPES, CUBES = "shapes-hold", "cubes-hold"


def with_conformance(judged: Judgement, store: QuadStore) -> Judgement:
    """``judged`` with a finding for each failure of a shape or constraint; passed are documents, and constraints.

    Raises ``MissingExtra`` without pySHACL.
    """
    iris, places = iris_of(store), Places(store, iris_of(store))
    by_file = [shape_results(store, one.id, iris) for one in files(store)]
    of_shapes = list(dict.fromkeys(result for results in by_file for result in results))
    of_cubes = list(cube_results(store))
    broken = {result.component for result in of_cubes}
    counts = {
        SHAPES: (sum(1 for results in by_file if not results), len(of_shapes)),
        CUBES: (sum(1 for one in constraints() if one.name not in broken), len(of_cubes)),
    }
    found = (*_found(SHAPES, of_shapes, places), *_found(CUBES, of_cubes, places))
    return judged._replace(
        findings=(*judged.findings, *found),
        counts=tuple(
            Count(one.rule, *counts[one.rule.name]) if one.rule.name in counts else one for one in judged.counts
        ),
    )


def _found(rule: str, results: Iterable[ShapeResult], places: Places) -> Iterable[Found]:
    for one in results:
        told = " ".join(filter(None, (one.path, one.component)))
        yield Found(
            id=f"{rule}/{digest16('|'.join((one.focus, one.path, one.component)))}",
            rule=rule,
            severity=Severity(one.severity),
            message_zh=f"{rules()[rule].zh}：{one.message_zh}（{one.focus} {told}）",
            message_en=f"{rules()[rule].en}: {one.message_en} ({one.focus} {told})",
            focus=places.place(one.focus),
            cells=(),
            found=None,
            expected=None,
            difference=None,
            tolerance=None,
            cause="",
        )
