"""Numbers of a table that stand beside its amounts and are none: changes, rates, quantities."""
