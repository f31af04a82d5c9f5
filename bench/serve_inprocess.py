"""The plainest servers there can be: the query evaluated in the event loop, without limits or isolation.

python serve_inprocess.py STORE PORT uvicorn|granian
"""

import asyncio
import sys
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

STORE = Store.read_only(sys.argv[1]) if len(sys.argv) > 1 else Store()


async def app(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """One query."""
    if scope["type"] != "http":
        return
    text = parse_qs(scope["query_string"].decode())["query"][0]
    answer = STORE.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    body = answer.serialize(format=QueryResultsFormat.JSON) or b""
    headers = [
        (b"content-type", b"application/sparql-results+json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Run as the docstring says; only the server that is asked for is loaded, granian need not be there."""
    port = int(sys.argv[2])
    if sys.argv[3] == "granian":
        embedded = import_module("granian.server.embed")
        asyncio.run(embedded.Server(app, port=port, interface="asginl").serve())
    else:
        uvicorn.run(app, port=port, access_log=False, log_level="error")


if __name__ == "__main__":
    main()
