"""What each command does: arguments in, lines out, exit code back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from rag import json_form, terminal
from rag.adding import Adding
from rag.api import Bot
from rag.build import isolation_gaps
from rag.collection_commands import collect, collections, keep
from rag.conversations import Turn, condense
from rag.errors import QuestionError, RagError, SourceError
from rag.evaluate import question_lines, read_questions, summary, table
from rag.evaluating import measured, write_details, write_questions, write_report
from rag.exit_codes import DONE, NOTHING_FOUND, SOME_FAILED
from rag.given import open_given as _open
from rag.model_commands import models
from rag.settings import described, resolve, shown
from rag.terminal import print_result
from rag.types import (
    Answer,
    Answered,
    Condensed,
    Failed,
    Filter,
    Quoted,
    Refused,
    Searched,
    Waiting,
    Written,
)


def add(given: argparse.Namespace) -> int:
    """`rag add`: each line is printed after its document is on disk."""
    with _open(given, create=True) as collection:
        adding = Adding(collection, given.paths, given.json, given.sync, given.collection or "")
        failed = adding.run(then_watch=given.watch)
        if given.watch:
            adding.watch()
    return SOME_FAILED if failed else DONE


def remove(given: argparse.Namespace) -> int:
    """`rag remove`; without documents `--vacuum` alone."""
    if not given.documents and not given.vacuum:
        raise QuestionError("Name the documents to remove; `rag list` shows ids and paths.")
    told: dict[str, object] = {}
    with _open(given) as collection:
        known = collection.known(given.documents)
        unknown = [key for key in given.documents if key not in known]
        count = collection.remove(list(known))
        if given.vacuum:
            told["bytes_given_back"] = collection.vacuum()
    for key in unknown:
        print(f"rag: there is no document {key}; `rag list` shows ids and paths.", file=sys.stderr)
    back = f", {told['bytes_given_back']} bytes given back" if told else ""
    print_result(
        {"removed": count, "unknown": unknown, **told} if given.json else f"removed {count}{back}"
    )
    return SOME_FAILED if unknown else DONE


def list_documents(given: argparse.Namespace) -> int:
    """`rag list`."""
    with _open(given) as collection:
        for entry in collection.every_document(given.search, given.collection):
            print_result(json_form.entry(entry) if given.json else terminal.entry_line(entry))
        if not given.json:
            print(terminal.stats_line(collection.stats()), file=sys.stderr)
    return DONE


def show(given: argparse.Namespace) -> int:
    """`rag show`."""
    with _open(given) as collection:
        document = collection.document(given.document)
    if document is None:
        raise SourceError(given.document, "is not in the library", "`rag list` shows ids and paths")
    print_result(json_form.document(document) if given.json else terminal.safe(document.text))
    return DONE


def search(given: argparse.Namespace) -> int:
    """`rag search`."""
    if given.k < 1:
        raise QuestionError("The number of passages -k must be 1 or more.")
    with _open(given) as collection:
        found = Bot(collection).search(given.question, given.k, keep(collection, given))
    if given.json:
        print_result(json_form.searched(given.question, found.language, found.hits))
    elif found.hits:
        print_result(
            terminal.joined([terminal.hit_block(hit, given.explain) for hit in found.hits])
        )
    else:
        print("rag: nothing found; `rag list` shows what the library holds.", file=sys.stderr)
    return DONE if found.hits else NOTHING_FOUND


def ask(given: argparse.Namespace) -> int:
    """`rag ask`, for one question or a file of them."""
    if (given.question is None) == (given.file is None):
        raise QuestionError("Give either a question or --file with questions.")
    with _open(given) as collection:
        bot, within = Bot(collection), keep(collection, given)
        if given.file:
            return _ask_file(given, bot, within)
        answer = bot.answer(given.question, language=given.language, keep=within)
    if answer.note:
        print(f"rag: {answer.note}", file=sys.stderr)
    print_result(json_form.answer(answer) if given.json else terminal.answer_block(answer))
    return NOTHING_FOUND if answer.outcome == "refused" else DONE


def _ask_file(given: argparse.Namespace, bot: Bot, within: Filter | None) -> int:
    """One result per line, in order; a line that fails is told in its result."""
    failed = 0
    lines = [line for line in question_lines(given.file) if line.strip()]
    for number, line in enumerate(lines, start=1):
        identity: object = number
        try:
            values = json.loads(line)
            identity = values.get("id", number)
            answer = bot.answer(
                values["question"],
                language=given.language or values.get("language"),
                keep=within,
            )
            result = {"id": identity, **json_form.answer(answer)}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            result = {
                "id": identity,
                "error": f'Line {number} is not {{"id", "question"}} ({error}).',
            }
        except RagError as error:
            result = {"id": identity, "error": str(error)}
        failed += "error" in result
        print_result(result if given.json else _asked_block(result))
    return SOME_FAILED if failed else DONE


def _asked_block(result: dict[str, Any]) -> str:
    short = result.get("short")
    headline = f"{short['text']} [{short['n']}]  " if short else ""
    return terminal.safe(f"{result['id']}  {headline}{result.get('error') or result['text']}")


_CHAT_HELP = (
    "Ask in any language; an empty line ends. A line that begins with = is searched as it is, "
    "whatever was asked before."
)


def chat(given: argparse.Namespace) -> int:
    """`rag chat`: questions from standard input until it ends."""
    history: list[Turn] = []
    with _open(given) as collection:
        bot, within = Bot(collection), keep(collection, given)
        print(_CHAT_HELP, file=sys.stderr)
        while question := _read_question():
            question, condensed = _edited(question)
            try:
                answer = _chat_turn(bot, question, condensed, history, given, within)
            except RagError as error:
                print(f"rag: {error}", file=sys.stderr)
                continue
            history.append((condensed or condense(question, history), answer))
    return DONE


def _read_question() -> str:
    try:
        return input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def _edited(line: str) -> tuple[str, str]:
    """A line as a question, and as what shall be searched for it when it begins with "="."""
    text = line.removeprefix("=").strip()
    return (text, text) if line.startswith("=") and text else (line, "")


def _chat_turn(
    bot: Bot,
    question: str,
    condensed: str,
    history: list[Turn],
    given: argparse.Namespace,
    within: Filter | None,
) -> Answer:
    """Show one turn as it happens; the end replaces what was streamed."""
    progress = terminal.ProgressLine()
    written = ""
    for event in bot.ask(
        question, history=history, language=given.language, condensed=condensed, keep=within
    ):
        match event:
            case Condensed(condensed=searched):
                print(f"(searching: {terminal.safe(searched)})", file=sys.stderr)
            case Searched(hits=hits):
                progress.show(f"{len(hits)} passages")
            case Quoted(evidence=evidence):
                progress.show(evidence[0].quote.replace("\n", " "))
            case Waiting(ahead=ahead):
                progress.show(f"{ahead} before this one")
            case Written(text=text):
                written += text
                progress.show(written.replace("\n", " "))
            case Answered(answer=answer) | Refused(answer=answer):
                progress.clear()
                if answer.note:
                    print(f"rag: {answer.note}", file=sys.stderr)
                print_result(
                    json_form.answer(answer) if given.json else terminal.answer_block(answer) + "\n"
                )
                return answer
            case Failed(message=message):
                progress.clear()
                raise RagError(message)
    raise RagError("The answer ended without a result; ask again.")


def serve(given: argparse.Namespace) -> int:
    """`rag serve`."""
    from rag.web.server import serve as serve_web

    values = {key: getattr(given, key) for key in ("library", "host", "port", "generator")}
    serve_web(
        resolve(values).settings, lambda url: print(f"PolyCite is ready: {url}", file=sys.stderr)
    )
    return DONE


def evaluate_file(given: argparse.Namespace) -> int:
    """`rag evaluate`: ask a file of questions, or make one."""
    if given.make_questions is not None:
        return _make_questions(given)
    questions = read_questions(given.file)
    with _open(given) as collection:
        outcomes = measured(collection, questions, terminal.ProgressLine())
        figures = summary(outcomes)
        if given.details:
            write_details(given.details, outcomes)
        if given.report:
            write_report(given.report, collection, figures, outcomes)
    print_result(figures if given.json else table(figures))
    return DONE


def _make_questions(given: argparse.Namespace) -> int:
    if given.make_questions < 1:
        raise QuestionError("The number of questions --make-questions must be 1 or more.")
    with _open(given) as collection:
        count = write_questions(given.file, collection, given.make_questions)
    told = f"wrote {count} questions to {given.file}; read them before you trust their figures"
    print_result({"questions": count, "file": str(given.file)} if given.json else told)
    return DONE if count else NOTHING_FOUND


def config(given: argparse.Namespace) -> int:
    """`rag config`."""
    resolved = resolve({"library": given.library})
    gaps = isolation_gaps(resolved.settings)
    for gap in gaps:
        print(f"rag: isolation: {gap}.", file=sys.stderr)
    for name, default, allowed, meaning in described():
        value, origin = shown(resolved.settings, name), resolved.origins[name]
        about = {
            "setting": name,
            "value": value,
            "origin": origin,
            "default": default,
            "allowed": allowed,
            "meaning": meaning,
            **({"lacks": gaps} if name == "isolate" else {}),
        }
        print_result(about if given.json else f"{name:<16} {value!s:<28} {origin}")
    return DONE


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": add,
    "remove": remove,
    "list": list_documents,
    "collect": collect,
    "collections": collections,
    "show": show,
    "search": search,
    "ask": ask,
    "chat": chat,
    "serve": serve,
    "evaluate": evaluate_file,
    "models": models,
    "config": config,
}
