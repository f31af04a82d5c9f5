"""A SPARQL endpoint that can face the public, and the catalogue's questions over HTTP.

Nothing is imported here: read workers import ``kg.serve.answering``, and have no use for a server.
"""
