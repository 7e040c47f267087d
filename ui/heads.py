"""How much a client may send before it has asked for anything.

The parser that the web server uses collects the head of a request without end; what a middleware may refuse
has then been taken in already. Counted are the bytes that arrive until a head is complete.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, Final

from websockets import http11

from ui.gate import MOST_HEAD_BYTES

# A client's packets end where they end: the last one of an allowed head may bring the start of the body.
_MOST_BYTES: Final = MOST_HEAD_BYTES + 65_536
_ANSWER: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
_BOUND: Final = "_vigie_bound"


def bound_heads() -> None:
    """Have the web server drop a connection whose request has no end to its head.

    A websocket's head is parsed once more, by a package that takes lines of 8 KiB and of longer ones says
    nothing at all: whoever signed in with a token of many groups would wait for ever. What came this far is
    the gate's to judge.
    """
    http11.MAX_LINE_LENGTH = _MOST_BYTES
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Protocol
    except ImportError:
        return  # the server then parses with h11, which counts by itself
    if getattr(Protocol, _BOUND, False):
        return
    take, begin, complete = Protocol.data_received, Protocol.on_message_begin, Protocol.on_headers_complete

    @wraps(begin)
    def on_message_begin(self: Any) -> None:
        self._vigie_head = 0
        begin(self)

    @wraps(complete)
    def on_headers_complete(self: Any) -> None:
        self._vigie_head = None
        complete(self)

    @wraps(take)
    def data_received(self: Any, data: bytes) -> None:
        take(self, data)
        counted = getattr(self, "_vigie_head", 0)
        if counted is None or self.transport.is_closing():
            return
        self._vigie_head = counted + len(data)
        if self._vigie_head > _MOST_BYTES:
            self.transport.write(_ANSWER)
            self.transport.close()

    # The server takes no parser but its own: its three steps are put behind ours.
    for step in (on_message_begin, on_headers_complete, data_received):
        setattr(Protocol, step.__name__, step)
    setattr(Protocol, _BOUND, True)
