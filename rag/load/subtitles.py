"""Subtitles (.srt, .vtt): what is said, a line for each cue, with its time as place.

Forms: SubRip as players read it, and WebVTT (W3C Candidate Recommendation).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes, title_from_name
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.lines import join_all
from rag.types import Document

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_OTHER_SPEAKER = re.compile(r"^\s*[-–—]\s?\S")
_PAUSE = 4.0  # seconds without speech after which a new paragraph begins
_LONGEST_LINE = 20_000  # characters; more is no subtitle


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines shown together from `start` to `end`, in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


class SubtitlesLoader:
    """Reads .srt and .vtt files; places are times ("00:01:32")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        kind = "text/vtt" if is_vtt(decoded.text) else "application/x-subrip"
        builder = DocumentBuilder(path, data, kind)
        builder.notes += decoded.notes
        cues = list(without_repeats(read_cues(decoded.text)))
        if not cues:
            raise SourceError(path, "holds no subtitles", "save it again as SRT or VTT")
        last = cues[0].end
        for cue in cues:
            if cue.start - last > _PAUSE:
                builder.separate()
            last = cue.end
            builder.mark("time", clock(cue.start))
            for line in _spoken(cue.lines):
                builder.block(line, gap="\n")
        return builder.finish(title_from_name(path))


def is_vtt(text: str) -> bool:
    """Whether a text is WebVTT."""
    return re.match(r"\ufeff?WEBVTT(?:\s|$)", text) is not None


def read_cues(text: str) -> Iterator[Cue]:
    """The cues in order; numbers, notes, styles and regions are left out."""
    lines = re.split(r"\r\n|\r|\n", text)
    position = 0
    while position < len(lines):
        timing = _TIMING.match(lines[position])
        position += 1
        if timing is None:
            continue
        shown: list[str] = []
        while position < len(lines) and lines[position].strip():
            if _TIMING.match(lines[position]):  # the blank line between two cues is missing
                if shown and shown[-1].strip().isdigit():
                    shown.pop()
                break
            shown.append(lines[position])
            position += 1
        words = tuple(line for line in map(plain_line, shown) if line)
        if words:
            yield Cue(_seconds(timing.groups()[:4]), _seconds(timing.groups()[4:]), words)


def without_repeats(cues: Iterator[Cue]) -> Iterator[Cue]:
    """Cues without the lines that the cue before showed too: rolling captions show each twice."""
    before: tuple[str, ...] = ()
    for cue in cues:
        shared = next((n for n in range(len(cue.lines), 0, -1) if before[-n:] == cue.lines[:n]), 0)
        before = cue.lines
        if shared < len(cue.lines):
            yield Cue(cue.start, cue.end, cue.lines[shared:])


def plain_line(line: str) -> str:
    """A line without marks: names of speakers stay, "Name: words"."""
    if len(line) > _LONGEST_LINE:
        return line.strip()
    line = _VOICE.sub(lambda match: f"{match[1].strip()}: ", line)
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def clock(seconds: float) -> str:
    """Hours, minutes and seconds: "00:01:32"."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _spoken(lines: tuple[str, ...]) -> list[str]:
    """Lines of one cue joined; where a dash shows that another speaks, a line for each."""
    if not any(_OTHER_SPEAKER.match(line) for line in lines[1:]):
        return [join_all(list(lines))]
    spoken: list[list[str]] = []
    for line in lines:
        if _OTHER_SPEAKER.match(line) or not spoken:
            spoken.append([])
        spoken[-1].append(line)
    return [join_all(said) for said in spoken]


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + float(f"0.{fraction or 0}")
    )
