"""The few words around a fact: bounds, the words of ranges and lists, what may be left away.

Written by hand for the thirteen languages of the shipped models. Bounds are said with words that
ask for no case of what follows ("примерно", not "около"), or with a sign where there is none.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from functools import lru_cache

from rag.short.pieces import Bound

# Language -> bound -> phrases before the number, after "//" those behind it.
_BOUNDS: dict[str, dict[Bound, str]] = {
    "en": {"about": "about|around|approximately|roughly|some|an estimated|circa", "almost": "almost|nearly|just under|close to",
           "over": "over|more than|above|upwards of", "under": "under|less than|fewer than|below",
           "least": "at least|no less than|no fewer than|a minimum of //or more", "most": "at most|no more than|up to|a maximum of //or less|at most"},
    "fr": {"about": "environ|quelque|autour de|à peu près", "almost": "presque|près de|près d'|pas loin de", "over": "plus de|plus d'|au-delà de|au-dessus de",
           "under": "moins de|moins d'", "least": "au moins|au minimum //au moins|au minimum", "most": "au plus|au maximum|jusqu'à //au plus|au maximum"},
    "de": {"about": "etwa|rund|ungefähr|circa|ca.|zirka|an die", "almost": "knapp|fast|beinahe|nahezu|annähernd", "over": "über|mehr als|gut",
           "under": "unter|weniger als", "least": "mindestens|wenigstens|zumindest", "most": "höchstens|maximal|bis zu|nicht mehr als"},
    "es": {"about": "unos|unas|alrededor de|aproximadamente|cerca de|en torno a", "almost": "casi", "over": "más de", "under": "menos de",
           "least": "al menos|por lo menos|como mínimo", "most": "como máximo|a lo sumo"},
    "it": {"about": "circa|all'incirca|intorno a|approssimativamente //circa", "almost": "quasi", "over": "oltre|più di", "under": "meno di",
           "least": "almeno|come minimo", "most": "al massimo|fino a"},
    "pt": {"about": "cerca de|aproximadamente|por volta de|em torno de", "almost": "quase", "over": "mais de|acima de", "under": "menos de|abaixo de",
           "least": "pelo menos|no mínimo|ao menos", "most": "no máximo"},
    "nl": {"about": "ongeveer|circa|zo'n|rond de|ca.", "almost": "bijna|haast", "over": "meer dan|ruim|boven de", "under": "minder dan|onder de",
           "least": "minstens|ten minste|minimaal", "most": "hoogstens|maximaal|ten hoogste"},
    "pl": {"about": "około|ok.|mniej więcej|w przybliżeniu", "almost": "prawie|niemal|blisko|niespełna", "over": "ponad|więcej niż|powyżej",
           "under": "poniżej|mniej niż", "least": "co najmniej|przynajmniej|minimum", "most": "co najwyżej|najwyżej|maksymalnie"},
    "ru": {"about": "около|примерно|приблизительно|порядка", "almost": "почти|без малого", "over": "более|больше|свыше|более чем|больше чем",
           "under": "менее|меньше|менее чем|меньше чем", "least": "не менее|как минимум|по меньшей мере|минимум", "most": "не более|максимум|как максимум"},
    "zh": {"about": "约|大约|约为|大概|大約|約 //左右|上下", "almost": "近|将近|接近|將近", "over": "超过|逾|超|超過 //多|余|餘", "under": "不到|不足|少于|低于",
           "least": "至少|不少于 //以上", "most": "最多|至多|不超过 //以内|以下"},
    "ja": {"about": "約|およそ|おおよそ //程度|ほど|前後", "almost": "ほぼ //近く|弱", "over": "//超|を超える|余り", "under": "//未満|足らず",
           "least": "少なくとも|最低 //以上", "most": "最大|最高|多くとも //以下|以内"},
    "ar": {"about": "نحو|حوالي|قرابة|تقريبا //تقريبا|تقريبًا", "almost": "ما يقرب من|ما يقارب", "over": "أكثر من|ما يزيد عن|ما يزيد على|يزيد عن", "under": "أقل من",
           "least": "ما لا يقل عن|على الأقل //على الأقل", "most": "ما لا يزيد عن|ما لا يزيد على|ما يصل إلى|بحد أقصى //على الأكثر|كحد أقصى"},
    "tr": {"about": "yaklaşık|aşağı yukarı|takriben //civarında|dolayında|kadar", "almost": "neredeyse //yakın", "over": "//'den fazla|'dan fazla|den fazla|dan fazla|ten fazla|tan fazla|'ten fazla|'tan fazla|aşkın|'i aşkın|ı aşkın|i aşkın|u aşkın|ü aşkın",
           "under": "//'den az|'dan az|den az|dan az|ten az|tan az", "least": "en az|asgari", "most": "en fazla|en çok|azami"},
}  # fmt: skip
_SIGNS: dict[str, Bound] = {"~": "about", "≈": "about", "±": "about", ">": "over", "<": "under", "≥": "least", "≤": "most"}  # fmt: skip

# How each bound is said: a form of "{}" or, where words would need cases, a sign.
_SAID: dict[str, str] = {
    "en": "about {}|almost {}|more than {}|less than {}|at least {}|at most {}",
    "fr": "environ {}|presque {}|plus de {}|moins de {}|au moins {}|au plus {}",
    "de": "etwa {}|fast {}|mehr als {}|weniger als {}|mindestens {}|höchstens {}",
    "es": "aproximadamente {}|casi {}|más de {}|menos de {}|al menos {}|como máximo {}",
    "it": "circa {}|quasi {}|più di {}|meno di {}|almeno {}|al massimo {}",
    "pt": "cerca de {}|quase {}|mais de {}|menos de {}|pelo menos {}|no máximo {}",
    "nl": "ongeveer {}|bijna {}|meer dan {}|minder dan {}|minstens {}|hoogstens {}",
    "pl": "mniej więcej {}|prawie {}|więcej niż {}|mniej niż {}|co najmniej {}|najwyżej {}",
    "ru": "примерно {}|почти {}|больше чем {}|меньше чем {}|как минимум {}|максимум {}",
    "zh": "约{}|近{}|超过{}|不到{}|至少{}|最多{}",
    "ja": "約{}|{}近く|{}超|{}未満|少なくとも{}|最大{}",
    "ar": "نحو {}|ما يقرب من {}|أكثر من {}|أقل من {}|ما لا يقل عن {}|ما لا يزيد على {}",
    "tr": "yaklaşık {}|neredeyse {}|> {}|< {}|en az {}|en fazla {}",
}
_DOUBTFUL = {
    "en": "not", "fr": "pas que", "de": "nicht kein keine", "es": "no hasta", "it": "non fino_a", "pt": "não até", "nl": "niet geen tot", "pl": "nie do",
    "ru": "не до", "zh": "不是 没有 不", "ja": "", "ar": "ليس حتى", "tr": "",
}  # fmt: skip
"""Words before a number that deny it or may make it a bound ("hasta 5": to 5, or up to 5)."""
_ORDER: tuple[Bound, ...] = ("about", "almost", "over", "under", "least", "most")

# As the pattern "range" of CLDR's numbers has it.
_DASH = {"es": "-", "it": "-", "pt": "-", "nl": "-", "zh": "-", "ja": "～"}

_FROM = {
    "en": "from between", "fr": "de d' du entre", "de": "von zwischen vom", "es": "de entre desde del", "it": "da dal tra fra", "pt": "de entre do",
    "nl": "van tussen", "pl": "od między pomiędzy", "ru": "от с между", "ar": "من بين ما_بين", "zh": "从 介于", "ja": "", "tr": "",
}  # fmt: skip
_TO = {
    "en": "to through until and", "fr": "à au et", "de": "bis und", "es": "a y al hasta", "it": "a e al", "pt": "a e até ao",
    "nl": "tot en t/m", "pl": "do i", "ru": "до по и", "ar": "إلى و حتى", "zh": "至 到 和", "ja": "から 〜", "tr": "ila ile",
}  # fmt: skip
_NEEDS_FROM = frozenset("and et und y e en i и و 和".split())
"""Words that make a range only after "between"."""

_AND = {
    "en": "and", "fr": "et ainsi_que", "de": "und sowie", "es": "y e", "it": "e ed", "pt": "e", "nl": "en", "pl": "i oraz", "ru": "и", "zh": "和 与 及 以及 與",
    "ja": "と および 及び", "ar": "و", "tr": "ve ile", "el": "και", "uk": "і та й", "cs": "a", "sv": "och", "ko": "와 과 및", "ro": "și", "hi": "और",
}  # fmt: skip
_OR = {
    "en": "or", "fr": "ou", "de": "oder", "es": "o u", "it": "o oppure", "pt": "ou", "nl": "of", "pl": "lub albo", "ru": "или", "zh": "或 或者",
    "ja": "または あるいは", "ar": "أو", "tr": "veya ya_da",
}  # fmt: skip

# What may stand before or behind a fact and says nothing of it.
_AROUND_DATE = {
    "en": "on in since from during the by of year", "fr": "le en dès depuis l'année l'an au du de dans à partir", "de": "am im in den dem der seit ab vom jahr jahre anno zum",
    "es": "el en desde del de año día a partir", "it": "il nel dal l' nell' dall' in di del anno dell'", "pt": "em no na o dia a de do desde ano partir",
    "nl": "op in sinds vanaf het jaar de", "pl": "w dnia od roku r. rok we dniu z", "ru": "в с года году год г. гг. во числа",
    "zh": "在 于 自 起 於", "ja": "に の から", "ar": "في يوم عام سنة بتاريخ منذ من العام", "tr": "yılında yılı tarihinde günü 'de 'da 'te 'ta 'den 'dan yılından beri de da",
}  # fmt: skip
_AROUND_PLACE = {
    "en": "in the from at to of", "fr": "en au aux à la le les l' de du des d' dans", "de": "in im der die das den dem aus nach", "es": "en el la los las de",
    "it": "in a il la l' i gli nel nella negli nell' dalla", "pt": "em no na nos nas o a os as do da dos", "nl": "in de het uit naar", "pl": "w we z do na",
    "ru": "в во из на", "zh": "在", "ja": "で に の", "ar": "في من إلى", "tr": "'da 'de 'ta 'te",
}  # fmt: skip


def _phrases(listed: str) -> list[str]:
    return [part.strip() for part in listed.split("|") if part.strip()]


@lru_cache(maxsize=64)
def bounds(language: str) -> tuple[tuple[str, Bound, bool], ...]:
    """(folded phrase, bound, whether it stands behind the number), the longest first."""
    rows = [(sign, bound, False) for sign, bound in _SIGNS.items()] + [("+", "least", True)]
    for bound, listed in _BOUNDS.get(language, {}).items():
        before, _, behind = listed.partition("//")
        rows += [(phrase, bound, False) for phrase in _phrases(before)]
        rows += [(phrase, bound, True) for phrase in _phrases(behind)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def bounded(text: str, bound: Bound, language: str) -> str:
    """An amount with its bound, said in a language."""
    if not bound:
        return text
    return _SAID[language].split("|")[_ORDER.index(bound)].format(text)


@lru_cache(maxsize=64)
def is_doubtful(before: str, language: str) -> bool:
    """Whether what stands before a number may change what it says, so that it is not said alone."""
    words = [word.replace("_", " ") for word in _DOUBTFUL.get(language, "").split()]
    text = before.casefold().rstrip()
    spaced = is_spaced(language)
    return any(text.endswith((" " if spaced else "") + word) or text == word for word in words)


def dash(language: str) -> str:
    """What joins the ends of a range."""
    return _DASH.get(language, "–")


@lru_cache(maxsize=64)
def range_pattern(language: str) -> re.Pattern[str]:
    """Matches a whole range as its groups "from", "first", "to" and "last"."""
    opening, words = _alternatives(_FROM.get(language, "")), _alternatives(_TO.get(language, ""))
    spaced = language not in ("zh", "ja")
    gap = r"\s+" if spaced else r"\s*"
    # An apostrophe ends a word: "d'une". Arabic writes "and" on to what follows.
    begin = rf"(?P<from>(?:{opening}){gap if spaced else ''})?" if opening else "(?P<from>(?!))?"
    between = rf"{gap}(?P<to>{words})(?:{gap}|(?<=و))|" if words else ""
    joint = rf"(?:{between}\s*(?P<dash>[-–—~〜～]|\.\.\.?)\s*)"
    return re.compile(rf"{begin}(?P<first>.+?){joint}(?P<last>.+)", re.IGNORECASE | re.DOTALL)


def is_range(match: re.Match[str]) -> bool:
    """Whether "first to last" is surely a range: "20 and 30" is one only after "between"."""
    joint = (match.groupdict().get("to") or "").casefold()
    return bool(match["from"]) or joint not in _NEEDS_FROM


def _alternatives(listed: str) -> str:
    words = sorted((word.replace("_", " ") for word in listed.split()), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)


@lru_cache(maxsize=64)
def joint_pattern(language: str) -> re.Pattern[str]:
    """Finds what stands between the items of a list; the groups "and" and "or" say what it means."""
    spaced = language not in ("zh", "ja", "ko")
    groups = []
    for name, table in (("and", _AND), ("or", _OR)):
        words = _alternatives(table.get(language, ""))
        if words and language == "ar" and name == "and":
            groups.append(rf"(?:[،,]\s*|\s+)(?P<{name}>و)\s*")
        elif words:
            gap = r"\s+" if spaced else r"\s*"
            groups.append(rf"[,،、，;；]?{gap}(?P<{name}>{words}){gap}")
    return re.compile(
        "|".join([*groups, r"\s*[，、；،;]\s*|,\s+|\s*/\s*|\s+[·•]\s+"]), re.IGNORECASE
    )


@lru_cache(maxsize=64)
def around(language: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(words that may go before, what may go behind) a "date" or "place", the longest first."""
    table = {"date": _AROUND_DATE, "place": _AROUND_PLACE}[kind]
    words = sorted(table.get(language, "").split(), key=len, reverse=True)
    return tuple(words), tuple(word for word in words if kind == "date" or word[0] in "'でにの")


def is_spaced(language: str) -> bool:
    """Whether words are written with spaces between them."""
    return language not in ("zh", "ja", "th", "lo", "km", "my")
