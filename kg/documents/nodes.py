"""What is asked of the tree of a parsed web page, whichever library parsed it."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Node(Protocol):
    """A node of the tree: an element or a text."""

    @property
    def mem_id(self) -> int:
        """Its identity."""

    @property
    def tag(self) -> str | None:
        """The name of an element."""

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """Those of an element."""

    @property
    def child(self) -> "Node | None":
        """The first node in it."""

    @property
    def next(self) -> "Node | None":
        """The node after it."""

    @property
    def is_text_node(self) -> bool:
        """Whether it is text."""

    @property
    def is_element_node(self) -> bool:
        """Whether it is an element."""

    @property
    def text_content(self) -> str | None:
        """What a text says."""

    def text(self) -> str:
        """All text in it."""

    def css(self, query: str) -> "Sequence[Node]":
        """The elements in it that a selector fits."""
