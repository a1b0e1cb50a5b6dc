"""What a server packed is unpacked here: Content-Encoding undone, within a limit of bytes.

Servers err in both directions, so a body that is not packed in spite of its header is taken as it is, and one that
breaks off gives what there is of it, as in a browser.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

#: Bytes that one body may unpack to; nothing that a ministry publishes comes near.
MAX_BODY = 200_000_000
#: How often one body may be packed over; nobody means to do it twice.
_MAX_LAYERS = 3
_CHUNK = 1 << 16
#: Bytes of memory that a zstandard stream may ask for: what RFC 8878 lets a server of web pages use.
_ZSTANDARD_WINDOW = 8 << 20
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


class DecodingError(ValueError):
    """A body that cannot be unpacked, or would be too large."""


def decode(body: bytes, encoding: str | None, limit: int = MAX_BODY) -> bytes:
    """``body`` without its Content-Encoding ``encoding``. Raises DecodingError where it is damaged or a bomb.

    Names that say nothing of packing (``utf-8``, ``identity``) are passed over.
    """
    layers = [name for name in (part.strip().lower() for part in (encoding or "").split(",")) if name in _UNPACKERS]
    if len(layers) > _MAX_LAYERS:
        raise DecodingError(f"it is packed {len(layers)} times over")
    for name in reversed(layers):
        body = _unpacked(body, _UNPACKERS[name](body), limit)
    return body


def _unpacked(body: bytes, pieces: Iterator[bytes], limit: int) -> bytes:
    """The pieces together, or ``body`` itself where nothing of it was packed."""
    parts, size = [], 0
    try:
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
            if size > limit:
                raise DecodingError(f"it unpacks to more than {limit:,} bytes")
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        if size:
            raise DecodingError(f"its packed bytes are damaged ({error})") from error
        return body
    return b"".join(parts)


def _gzipped(body: bytes, window: int = _GZIP) -> Iterator[bytes]:
    """Every member of a gzip body; what follows the last is padding."""
    inflater = zlib.decompressobj(window)
    for start in range(0, len(body), _CHUNK):
        data = body[start : start + _CHUNK]
        while data:
            yield inflater.decompress(data)
            data = inflater.unused_data
            if inflater.eof and window == _GZIP and data.startswith(b"\x1f\x8b"):
                inflater = zlib.decompressobj(window)
            elif inflater.eof:
                return


def _deflated(body: bytes) -> Iterator[bytes]:
    """With the wrapping that the standard asks for, or without, as some servers have it."""
    try:
        zlib.decompressobj(_ZLIB).decompress(body[:_CHUNK], 1)
    except zlib.error:
        return _gzipped(body, _RAW)
    return _gzipped(body, _ZLIB)


def _brotli(body: bytes) -> Iterator[bytes]:
    inflater = brotli.Decompressor()
    for start in range(0, len(body), _CHUNK):
        data = body[start : start + _CHUNK]
        while piece := inflater.process(data, output_buffer_limit=_CHUNK):
            yield piece
            data = b""  # what it holds back at the limit comes when it is asked with nothing
        if inflater.is_finished():
            return


def _zstandard(body: bytes) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor(max_window_size=_ZSTANDARD_WINDOW).stream_reader(body, read_across_frames=True)
    while piece := reader.read(_CHUNK):
        yield piece


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzipped,
    "x-gzip": _gzipped,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstandard,
}
