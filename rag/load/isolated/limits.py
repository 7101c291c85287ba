"""What a loader may use for one file."""

from __future__ import annotations

import contextlib
import json
import resource
from dataclasses import asdict, dataclass

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """Bounds on the process that reads one file; it is ended when it passes one."""

    memory_mb: int = 2048
    """Address space, what the program itself takes included."""
    cpu_s: int = 120
    """Processor seconds."""
    wall_s: float = 240.0
    """Seconds by the clock."""
    output_mb: int = 128
    """What comes back: the document as JSON."""
    files: int = 64
    """Files open at a time."""

    def as_json(self) -> str:
        """For the command line of a worker."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> LoadLimits:
        """What `as_json` wrote."""
        return LoadLimits(**json.loads(text))

    def hold(self) -> None:
        """Put this process under the limits that the system itself keeps; for good."""
        memory = self.memory_mb * MEGABYTE
        for kind, soft, hard in (
            (resource.RLIMIT_AS, memory, memory),
            # At the soft limit SIGXCPU says why; at the hard one SIGKILL cannot be caught.
            (resource.RLIMIT_CPU, self.cpu_s, self.cpu_s + 1),
            (resource.RLIMIT_FSIZE, 0, 0),
            (resource.RLIMIT_CORE, 0, 0),
            (resource.RLIMIT_NPROC, 0, 0),
            (resource.RLIMIT_NOFILE, self.files, self.files),
        ):
            # macOS refuses some of them; what is already lower stays.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (soft, hard))
