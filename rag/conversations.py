"""Follow-up questions and the export of a conversation.

A follow-up ("And in 2022?", "combien d'employés ?") is searched together with the question it
continues. That is decided by rules over words in the table below and by length; no model is asked,
and the condensed question is always shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.language import detect, scripts
from rag.terms import query_terms
from rag.types import UNKNOWN_LANGUAGE, Answer

Turn = tuple[str, Answer]
"""What was asked (as condensed) and what was answered."""

_FEW_TERMS = 2
_UNSPACED = {"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"}

# Words that begin a question which leans on the one before.
_CONTINUES = {
    "en": r"and|but|what about|how about|or|then",
    "fr": r"et|mais|ou|alors|qu'en est-il",
    "de": r"und|aber|oder|dann|wie sieht es",
    "es": r"y|e|pero|o|entonces|qué hay de",
    "it": r"e|ma|o|invece|allora",
    "pt": r"e|mas|ou|então|e quanto",
    "nl": r"en|maar|of|hoe zit het",
    "pl": r"a|i|ale|albo|co z",
    "ru": r"а|и|но|или|как насчёт|как насчет",
    "uk": r"а|і|й|та|але|або",
    "tr": r"ya|peki|ve|ama|veya",
    "ar": r"و|وماذا|ماذا عن|لكن|أو",
    "zh": r"那么?|还有|而|但是?|那麼|還有",
    "ja": r"では|じゃあ|それ(?:で|なら)|また|そして|でも",
    "ko": r"그럼|그러면|그리고|하지만|그런데",
    "hi": r"और|लेकिन|या|तो",
    "vi": r"còn|và|nhưng|thế còn",
    "sv": r"och|men|eller|hur är det med",
    "cs": r"a|ale|nebo|co",
    "el": r"και|αλλά|ή",
    "he": r"ו|ומה|אבל|או",
}

# Words that stand for something named before.
_REFERS = {
    "en": r"it|its|they|their|them|he|his|him|she|her|that|this|those|these|there",
    "fr": r"il|elle|ils|elles|leur|leurs|son|sa|ses|cela|ça|celui-ci|celle-ci|y",
    "de": r"er|sie|ihr|ihre|ihren|ihrem|sein|seine|seinen|dies|dieser|diese|dieses|dort|davon",
    "es": r"ella|ellos|ellas|su|sus|eso|esto|ese|esa|allí",
    "it": r"esso|essa|loro|suo|sua|suoi|sue|questo|quello|lì",
    "pt": r"ele|ela|eles|elas|seu|sua|seus|suas|isso|isto|lá",
    "nl": r"hij|zij|ze|hun|zijn|haar|dat|dit|daar",
    "pl": r"on|ona|oni|one|ich|jego|jej|to|tam",
    "ru": r"он|она|они|оно|его|её|ее|их|это|этот|эта|там",
    "tr": r"o|onlar|onun|onların|bu|bunun|orada",
}


def condense(question: str, history: Sequence[Turn]) -> str:
    """The question as it is searched: joined to the one before when it leans on it.

    Only the latest turn is looked at, and it is already condensed, so a chain keeps its subject.
    """
    if not history or not _leans(question):
        return question
    return f"{history[-1][0]} {question}"


def _leans(question: str) -> bool:
    """Whether a question seems unfinished without the one before."""
    language = detect(question)
    few = len(set(query_terms(question, language))) <= _FEW_TERMS * (
        2 if _unspaced(question) else 1
    )
    lowered = question.casefold().lstrip("¿¡ ")
    languages = [language] if language in _CONTINUES else list(_CONTINUES)
    continues = any(_starts(lowered, _CONTINUES[name]) for name in languages)
    refers = any(
        re.search(rf"(?<!\w)(?:{_REFERS[name]})(?!\w)", lowered)
        for name in ([language] if language in _REFERS else [])
    )
    return few or continues or refers


def _starts(text: str, pattern: str) -> bool:
    """Whether a text begins with one of the words; scripts without spaces need no word end."""
    end = "" if _unspaced(text) else r"(?!\w)"
    if re.match(r"[\u0600-\u06ff\u0590-\u05ff]", text):
        # Arabic and Hebrew write "and" as a prefix of the next word; only the listed forms count.
        end = r"(?=\s|ماذا|في|من|كم|מה|כמה|$)"
    return re.match(rf"(?:{pattern}){end}", text) is not None


def _unspaced(text: str) -> bool:
    return bool(_UNSPACED & set(scripts(text)))


def as_markdown(turns: Sequence[Turn]) -> str:
    """A conversation as Markdown: questions, answers, and under each its quotes with offsets."""
    parts = []
    for question, answer in turns:
        parts.append(f"## {question}\n\n{answer.text}\n")
        for item in answer.evidence:
            place = f", {item.passage.place}" if item.passage.place else ""
            language = (
                "" if item.passage.language == UNKNOWN_LANGUAGE else f" ({item.passage.language})"
            )
            quoted = item.quote.replace("\n", "\n> ")
            parts.append(
                f"> {quoted}\n>\n> [{item.n}] {item.source.title}{language}{place}, "
                f"characters {item.start}–{item.end}\n"
            )
    return "\n".join(parts)
