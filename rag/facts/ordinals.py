"""Ordinals in words: "third", "troisième", "dritte", "третий" say the number 3.

They support a sentence and are never asked for: many are everyday words ("second", "quarto").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rag.facts.fact import Fact

# First to twelfth; beginnings of words where endings vary, which "-" marks, "/" between forms.
_WORDS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "fr": "premi- deuxième/second- troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "de": "erste- zweite- dritte- vierte- fünfte- sechste- siebte-/siebente- achte- neunte- zehnte- elfte- zwölfte-",
    "es": "primer- segund- tercer- cuart- quint- sext- séptim- octav- noven- décim- undécim- duodécim-",
    "it": "prim- second- terz- quart- quint- sest- settim- ottav- non- decim- undicesim- dodicesim-",
    "pt": "primeir- segund- terceir- quart- quint- sext- sétim- oitav- non- décim- undécim- duodécim-",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "pl": "pierwsz- drug- trzeci- czwart- piąt- szóst- siódm- ósm- dziewiąt- dziesiąt- jedenast- dwunast-",
    "ru": "перв- втор- трет- четверт-/четвёрт- пят- шест- седьм- восьм- девят- десят- одиннадцат- двенадцат-",
    "uk": "перш- друг- трет- четверт- п'ят- шост- сьом- восьм- дев'ят- десят- одинадцят- дванадцят-",
    "tr": "birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu on_birinci on_ikinci",
    "ar": "الأول/الأولى/أول الثاني/الثانية/ثاني الثالث/الثالثة/ثالث الرابع/الرابعة/رابع الخامس/الخامسة/خامس السادس/السادسة السابع/السابعة الثامن/الثامنة التاسع/التاسعة العاشر/العاشرة",
}  # fmt: skip
_ENDINGS = {"de": "[rnsm]?"}  # "Drittel" is a fraction
_ANY_ENDING = r"\w{0,4}"


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str] | None:
    listed = _WORDS.get(language)
    if listed is None:
        return None
    ending = _ENDINGS.get(language, _ANY_ENDING)
    groups = []
    for number, forms in enumerate(listed.split(), start=1):
        words = "|".join(_form(form, ending) for form in forms.split("/"))
        groups.append(f"(?P<n{number}>{words})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


def _form(form: str, ending: str) -> str:
    word = re.escape(form.rstrip("-").replace("_", " "))
    return word + ending if form.endswith("-") else word


def find_ordinals(text: str, language: str) -> Iterator[Fact]:
    """The ordinals of a text as numbers that are not required."""
    pattern = _pattern(language.split("-")[0].lower())
    for match in pattern.finditer(text) if pattern else ():
        value = str(match.lastgroup or "n0")[1:]
        yield Fact("number", match[0], *match.span(), frozenset({value}), required=False)
