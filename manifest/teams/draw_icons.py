"""Draws the two icons of the Teams app: a fox's head. Run it after changing it."""

import struct
import zlib
from pathlib import Path

HEAD = ((12, 14), (38, 34), (62, 34), (88, 14), (90, 52), (50, 92), (10, 52))
EYES = (((28, 50), (42, 56), (32, 60)), ((72, 50), (58, 56), (68, 60)))
NOSE = ((43, 78), (57, 78), (50, 88))
WHITE, SEA, ORANGE, CLEAR = (
    (255, 255, 255, 255),
    (11, 61, 92, 255),
    (240, 140, 50, 255),
    (255, 255, 255, 0),
)
SAMPLES = 4

Colour = tuple[int, int, int, int]
Shape = tuple[tuple[int, int], ...]


def inside(x: float, y: float, shape: Shape) -> bool:
    """Whether a point is in a polygon."""
    hit = False
    for (ax, ay), (bx, by) in zip(shape, shape[1:] + shape[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            hit = not hit
    return hit


def colour(x: float, y: float, back: Colour, head: Colour) -> Colour:
    """The colour at a point of a square of 100."""
    if not inside(x, y, HEAD):
        return back
    return back if any(inside(x, y, shape) for shape in (*EYES, NOSE)) else head


def pixel(column: int, row: int, size: int, back: Colour, head: Colour) -> bytes:
    """The mean of a few points, so that edges are smooth."""
    steps = [(step + 0.5) / SAMPLES for step in range(SAMPLES)]
    found = [
        colour((column + dx) * 100 / size, (row + dy) * 100 / size, back, head)
        for dx in steps
        for dy in steps
    ]
    return bytes(sum(channel) // len(found) for channel in zip(*found, strict=True))


def png(size: int, back: Colour, head: Colour) -> bytes:
    """A square picture."""
    rows = b"".join(
        b"\0" + b"".join(pixel(column, row, size, back, head) for column in range(size))
        for row in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "color.png").write_bytes(png(192, SEA, ORANGE))
    (here / "outline.png").write_bytes(png(32, CLEAR, WHITE))
