"""The plainest server there can be: uvicorn, and the query evaluated in the event loop, without limits or isolation.

python serve_inprocess.py STORE PORT
"""

import sys
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

STORE = Store.read_only(sys.argv[1]) if len(sys.argv) > 1 else Store()


async def app(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """One query."""
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


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[2]), access_log=False, log_level="error")
