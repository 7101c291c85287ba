"""Work on the next items while the last ones are being used, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ready_batches(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int, ahead: int
) -> Iterator[list[Result]]:
    """The results of `work` in the order of the items, as many at a time as are ready.

    A batch has one result at least and never waits for a second one. `workers` threads are at
    most `ahead` items further than what was given out. What `work` raises is raised here; then,
    or when the iterator is closed, nothing new is begun.
    """
    source, waiting = iter(items), deque[Future[Result]]()
    threads = ThreadPoolExecutor(workers, thread_name_prefix="read-ahead")
    try:
        while True:
            waiting.extend(
                threads.submit(work, item) for item in islice(source, ahead - len(waiting))
            )
            if not waiting:
                return
            batch = [waiting.popleft().result()]
            while waiting and waiting[0].done():
                batch.append(waiting.popleft().result())
            waiting.extend(
                threads.submit(work, item) for item in islice(source, ahead - len(waiting))
            )
            yield batch
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
