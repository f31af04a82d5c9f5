"""RDF text that somebody sends, as quads. A document type with entities is refused: it can grow without bound."""

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.errors import DamagedFile, UndecodableText, UnknownFormat

_FORMATS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)
READABLE = tuple(form.media_type for form in _FORMATS)
"""The media types of a graph that are read."""


def triples(content: bytes, media_type: str, base: str | None) -> tuple[Quad, ...]:
    """The triples of ``content``, as quads of the default graph; relative IRIs are resolved against ``base``.

    Raises ``UnknownFormat``, ``UndecodableText`` or ``DamagedFile``.
    """
    form = RdfFormat.from_media_type(media_type)
    if form is None or media_type not in READABLE:
        raise UnknownFormat(f"{media_type} is not read as RDF.", advice=f"Send one of {', '.join(READABLE)}.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndecodableText(f"the RDF is not UTF-8: {error.reason} at byte {error.start}.") from error
    if form == RdfFormat.RDF_XML and "<!DOCTYPE" in text:
        raise DamagedFile("the RDF/XML has a document type, which is not read.", advice="Send it without.")
    try:
        quads = tuple(parse(input=text, format=form, base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise DamagedFile(f"the {form.name} cannot be read: {error}.", advice="Correct it.") from error
    if any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads):
        raise DamagedFile("the RDF names graphs, where one graph is asked for.", advice="Send triples.")
    return quads
