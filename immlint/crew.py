"""Processes that work beside this one: what they make is taken in the order in which it was asked for."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from immlint.message import Message

#: How many tasks each process is given ahead, and how many results may wait for an earlier one.
_AHEAD = 2
_WAITING = 8
#: The number of what each of them is told.
_TOLD = -1


class LostError(Exception):
    """A process ended before its work was done: why, as a message."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class Crew:
    """Some processes, each of which calls *begin* with *arguments* once, and with each task what it returned.

    Raises OSError or ImportError where there cannot be any.
    """

    def __init__(self, size: int, begin: Callable[..., Callable[[Any], Any]], *arguments: object) -> None:
        # A process that is copied may hold what only one may: each begins anew, as on all systems.
        context = multiprocessing.get_context("spawn")
        self._tasks: dict[Connection, deque[int]] = {}
        self._processes = []
        try:
            with _uninterrupted(), _without_main():
                for _ in range(size):
                    own, other = context.Pipe()
                    process = context.Process(target=_serve, args=(other, begin, arguments), daemon=True)
                    process.start()
                    other.close()
                    self._processes.append(process)
                    self._tasks[own] = deque()
        except BaseException:
            self.close()
            raise

    def tell(self, word: object) -> None:
        """Give each process one task, before all others, whose result nobody waits for. Raises LostError."""
        for own in self._tasks:
            self._send(own, word)
            self._tasks[own].append(_TOLD)

    def each(self, tasks: Iterator[object]) -> Iterator[Any]:
        """Yield what is made of each task, in order. Raises LostError."""
        results: dict[int, Any] = {}
        numbered = enumerate(tasks)
        given = asked = 0
        while True:
            while (own := self._idle()) is not None and asked - given < _WAITING * len(self._tasks):
                number, task = next(numbered, (-1, None))
                if number < 0:
                    break
                self._send(own, task)
                self._tasks[own].append(number)
                asked = number + 1
            if given in results:
                yield results.pop(given)
                given += 1
            elif given < asked:
                for ready in wait([own for own, numbers in self._tasks.items() if numbers]):
                    assert isinstance(ready, Connection)
                    results[self._tasks[ready].popleft()] = self._received(ready)
                results.pop(_TOLD, None)
            else:
                return

    def _idle(self) -> Connection | None:
        """Return the process that has the least to do, if it may be given more."""
        own = min(self._tasks, key=lambda own: len(self._tasks[own]))
        return own if len(self._tasks[own]) < _AHEAD else None

    def close(self) -> None:
        """End all processes, whatever they do."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for own in self._tasks:
            own.close()

    def _send(self, own: Connection, task: object) -> None:
        try:
            own.send(task)
        except OSError:
            raise _lost() from None

    def _received(self, own: Connection) -> Any:
        try:
            has_failed, result = own.recv()
        except (EOFError, OSError):
            raise _lost() from None
        if has_failed:
            raise LostError(Message("a process that checks files failed: {error}", error=result))
        return result


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interruption wait until processes are begun: to them it is never told."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Who keeps track of resources lets interruptions through again as it is begun: that one first.
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Let processes begin without the program that began this one: its main may have no guard."""
    main = vars(sys.modules["__main__"])
    before: dict[str, object] = {name: main[name] for name in ("__file__", "__spec__") if name in main}
    main |= {"__file__": None, "__spec__": None}
    try:
        yield
    finally:
        for name in ("__file__", "__spec__"):
            del main[name]
        main |= before


def _lost() -> LostError:
    return LostError(Message("a process that checks files was ended; nothing is reported"))


def _serve(other: Connection, begin: Callable[..., Callable[[Any], Any]], arguments: Any) -> None:
    # Who interrupts a run means the process that began it: that one ends all others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever gave the tasks is gone.
    with contextlib.suppress(EOFError, BrokenPipeError):
        try:
            work = begin(*arguments)
            while True:
                other.send((False, work(other.recv())))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            other.send((True, f"{type(error).__name__}: {error}"[:200]))
