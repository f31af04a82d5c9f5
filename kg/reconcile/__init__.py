"""From claims to figures: preferred values, agreement, links between slices, leaves and headlines."""

from kg.reconcile.figures import reconcile
from kg.reconcile.statements import bodies, compared, statements

__all__ = ["bodies", "compared", "reconcile", "statements"]
