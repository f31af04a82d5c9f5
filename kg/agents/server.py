"""The Model Context Protocol, over stdio and over HTTP: the one door to its SDK.

Errors that were to be expected reach the agent as errors of the tool, in words; of a defect it learns only that there
was one. Over HTTP every request stands by itself: no session is kept, and nothing is sent but answers.
"""

import asyncio
import functools
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations

from kg import __version__
from kg.agents import answers
from kg.agents.desk import Desk, told
from kg.agents.doors import Doors, Serving
from kg.agents.summary import INSTRUCTIONS, ontology
from kg.errors import KgError
from kg.query import catalogue
from kg.query.page import page
from kg.serve.asgi import Message, Receive, Send
from kg.serve.engine import Engine
from kg.serve.listening import Listener, bound
from kg.serve.reading import Prepared
from kg.serve.requests import Refusal

PATH = "/mcp"
PREPARED = Prepared(answers.prepare, answers.prepare)
"""What read workers do before an agent asks."""
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server(engine: Engine) -> MCPServer:
    """The tools and resources of an agents' server, over what ``engine`` serves."""
    made: MCPServer = MCPServer(
        "kg",
        title="Chinese public budgets",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="ERROR",
        subscriptions=False,
    )
    for tool in Desk(engine).tools:
        made.add_tool(_refusing(tool), annotations=_READS, structured_output=True)
    made.resource("kg://ontology", mime_type="text/markdown", description="The vocabulary in brief.")(ontology)
    made.resource("kg://catalogue", mime_type="text/markdown", description="The questions that ask answers.")(page)
    made.resource(
        "kg://question/{name}", mime_type="application/sparql-query", description="The SPARQL of a question."
    )(question)
    return made


def question(name: str) -> str:
    """The text of a question of the catalogue."""
    known = catalogue().get(name)
    if known is None:
        raise ResourceNotFoundError(f"no question is called {name[:200]!r}.")
    return known.text


async def over_stdio(made: MCPServer) -> None:
    """Answer on stdin and stdout until stdin ends."""
    await made.run_stdio_async()


async def over_http(made: MCPServer, doors: Doors, how: Serving) -> None:
    """Answer at ``/mcp`` until it is to stop."""
    with bound(doors.host, doors.port) as listening:
        port = listening.getsockname()[1]
        application = made.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=how.capacity.request_bytes,
            transport_security=_security(doors, port),
        )
        async with made.session_manager.run():
            listener = Listener(_Timely(application, how.capacity.body_seconds), listening, how.capacity)
            serving = asyncio.ensure_future(listener.serve())
            await listener.begun()
            how.begun(port)
            await how.stop.wait()
            listener.stop()
            await serving


class _Timely:
    """An application whose clients send a body in time; one that does not has left, as far as it can tell."""

    def __init__(self, application: Callable[[Message, Receive, Send], Any], seconds: float) -> None:
        self._application = application
        self._seconds = seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        deadline = asyncio.get_running_loop().time() + self._seconds
        whole = False

        async def timely() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                message = {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        await self._application(scope, timely, send)


def _security(doors: Doors, port: int) -> TransportSecuritySettings:
    """Requests name a host of ours, and come from no page of another site (DNS rebinding)."""
    own = [f"{name}:{port}" for name in dict.fromkeys((doors.written, "127.0.0.1", "localhost", "[::1]"))]
    return TransportSecuritySettings(
        allowed_hosts=[*own, *doors.hosts],
        allowed_origins=[*(f"http://{name}" for name in own), *doors.origins],
    )


def _refusing(tool: Callable[..., Any]) -> Callable[..., Any]:
    """The same tool, whose expected errors are errors of the tool."""

    @functools.wraps(tool)
    async def called(*args: Any, **given: Any) -> Any:
        try:
            return await tool(*args, **given)
        except (KgError, Refusal) as error:
            raise ToolError(told(error)) from error

    return called
