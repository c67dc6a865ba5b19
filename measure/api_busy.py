"""How busy the api backend keeps a server, and what it costs a request.

    python measure/api_busy.py [--requests 2000] [--concurrency 64]

A server in another process answers each request, of a stream of 50 chunks, after 0.2 to 2 seconds.
Busy is the share of its places that are taken, from the first request until fewer are left to ask
than there are places.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import time
from multiprocessing.connection import Connection

from clipo_bench.bench_suite.models.api.api_model import ApiModel
from clipo_bench.bench_suite.models.model import Request

CHUNKS = 50
SEED = 0


def serve(pipe: Connection) -> None:
    """Answer until the process is stopped; sends its port, and then the times of each request."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    generator = random.Random(SEED)  # noqa: S311  # no secret
    times: list[tuple[float, float]] = []
    chunk = json.dumps({"choices": [{"delta": {"content": "word "}, "finish_reason": None}]})
    end = json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}]})

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            if head.startswith("GET"):
                models = json.dumps({"data": [{"id": "m"}]}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(models), models)
                )
                continue
            start = time.monotonic()
            seconds = generator.uniform(0.2, 2)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            )
            for text in [*[chunk] * CHUNKS, end, "[DONE]"]:
                data = f"data: {text}\n\n".encode()
                writer.write(b"%x\r\n%b\r\n" % (len(data), data))
                await asyncio.sleep(seconds / (CHUNKS + 2))
            writer.write(b"0\r\n\r\n")
            await writer.drain()
            times.append((start, time.monotonic()))

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=256)
    pipe.send(server.sockets[0].getsockname()[1])
    while not pipe.poll():
        await asyncio.sleep(0.1)
    pipe.send(times)


async def _head(reader: asyncio.StreamReader) -> str:
    """Read a request with its body; its first line, empty at the end of the connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""
    for line in head.splitlines():
        if line.lower().startswith("content-length:"):
            await reader.readexactly(int(line.partition(":")[2]))
    return head


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--concurrency", type=int, default=64)
    arguments = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    model = ApiModel(f"http://127.0.0.1:{ours.recv()}/v1", concurrency=arguments.concurrency)
    requests = [Request(str(i), f"{i}?", i, 0.0, 1.0, 100) for i in range(arguments.requests)]
    processor = time.process_time()
    found = list(model.generate(requests))
    processor = time.process_time() - processor
    ours.send("stop")
    times = sorted(ours.recv())
    first = times[0][0]
    last = times[-arguments.concurrency][0]  # from then on fewer are left than there are places
    taken = sum(max(0.0, min(end, last) - start) for start, end in times if start < last)
    busy = taken / (arguments.concurrency * (last - first))
    print(f"{len(found)} responses, {arguments.concurrency} at once: {busy:.1%} busy")
    print(f"{1000 * processor / len(found):.2f} ms of processor time a response")


if __name__ == "__main__":
    main()
