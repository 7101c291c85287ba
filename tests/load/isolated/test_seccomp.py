import errno
import os
import signal
import sys
import threading

import pytest

from rag.load.isolated import call_numbers, seccomp
from rag.load.isolated.kernel import PR_SET_NO_NEW_PRIVS, prctl, system_call
from rag.load.isolated.namespaces import drop_privileges

pytestmark = pytest.mark.skipif(not seccomp.is_known(), reason="a filter for other processors")

ARGUMENTS = (0, 0, 0, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_every_call_of_the_table_is_refused():
    """With empty arguments, in a process of its own; each by the error that is meant for it."""
    source, target = os.pipe()
    if os.fork() == 0:
        drop_privileges()  # or a hole in the filter would change this machine
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        seccomp.refuse_system_calls()
        numbers = call_numbers.numbers(os.uname().machine)
        wrong = [
            name
            for names, expected in (
                (call_numbers.REFUSED, errno.EPERM),
                (call_numbers.CHANGES_FILES, errno.EACCES),
                (("clone3", "openat2"), errno.ENOSYS),
                (("clone",), errno.EPERM),
            )
            for name in names
            if name in numbers and error_of(numbers[name]) != expected
        ]
        os.write(target, f"{wrong}".encode())
        os._exit(0)
    os.close(target)

    with os.fdopen(source) as told:
        assert told.read() == "[]"
    os.wait()


def error_of(number):
    """The number of the error that a call meets; 0 for none."""
    try:
        system_call(number, *ARGUMENTS)
    except OSError as error:
        return error.errno
    return 0


def test_a_process_under_the_filter_computes_reads_and_starts_threads():
    """What loaders do goes on: files, memory, threads, clocks, random numbers, a signal to itself."""
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        seccomp.refuse_system_calls()
        done = []
        thread = threading.Thread(target=lambda: done.append(len(os.urandom(8))))
        thread.start()
        thread.join()
        with open(__file__, encoding="utf-8") as file:
            done.append(len(file.readline()))
        os.write(target, str(done).encode())
        signal.raise_signal(signal.SIGTERM)
    os.close(target)

    with os.fdopen(source) as told:
        assert told.read() == "[8, 13]"
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGTERM


def test_both_processors_have_numbers_for_what_matters():
    """The table has no gap where the two have the call."""
    for machine in ("x86_64", "aarch64"):
        numbers = call_numbers.numbers(machine)
        for name in ("socket", "connect", "clone", "clone3", "execve", "openat", "ptrace", "unlinkat", "prlimit64"):  # fmt: skip
            assert numbers[name] >= 0
        assert len(set(numbers.values())) == len(numbers)
