"""Countries, languages and large cities by any language's name for them (CLDR through Babel).

Deutschland = Germany = 德国 = ألمانيا = ドイツ; "French" and "français" stand for France as well.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from rag.facts.cities import city_names
from rag.facts.common_words import is_common
from rag.language import CORE_LANGUAGES

# Short names and adjectives that CLDR does not list.
_ALSO = {
    "US": "usa us u.s. u.s.a. america american americans amérique américain américaine américains américaines "
          "amerika amerikaner amerikanisch amerikanische amerikanischen amerikanischer américa americano "
          "americana estadounidense ee.uu. eeuu eua сша америка американский abd أمريكا امريكا 美国 美國 米国 "
          "アメリカ 미국 अमेरिका สหรัฐ us-regierung états-unien ארצות_הברית ארה״ב ארה\"ב ηπα vs",
    "GB": "uk u.k. gb britain british britannique britannien großbritannien britisch britische britischen "
          "grande-bretagne gran_bretaña británico británica gran_bretagna britannico grã-bretanha britânico "
          "great_britain англия британский بريطانيا 英国 英國 イギリス 영국 ingiltere",
    "CN": "chinese chinois chinoise chinesisch chinesische chinesischen chinesischer chino china cinese "
          "chinês chińska китайский çinli الصين 中国 中國 중국",
    "DE": "german germans allemand allemande deutsch deutsche deutschen alemán alemana tedesco alemão "
          "немецкий alman",
    "EU": "eu ue ес ab european européen européenne europäisch europäische europäischen европейский 欧盟 欧州 歐洲 歐盟 الاتحاد_الأوروبي european_union",
    "KR": "韩国 韓國 韓国 south_korea korea südkorea corée coreia corea корея كوريا kore",
    "RU": "russian russe russisch russische русский российский рф 俄罗斯 俄国 ロシア",
    "JP": "japanese japonais japanisch japanische japonés giapponese японский 日本",
    "FR": "french français française französisch französische francés francese французский 法国",
    "UN": "un uno onu оон bm 联合国 聯合國 国連 유엔 الأمم_المتحدة האו״ם",
    "org-WHO": "who oms воз dsö 世卫组织 世界卫生组织 世界保健機関 منظمة_الصحة_العالمية weltgesundheitsorganisation "
               "world_health_organization organisation_mondiale_de_la_santé",
    "org-NATO": "nato otan нато 北约 北大西洋公约组织 الناتو",
    "org-HIV": "hiv vih вич aids sida спид 艾滋病 エイズ",
    "AE": "uae eau vae оаэ bae",
}  # fmt: skip
_ABBREVIATIONS = frozenset(
    form
    for forms in _ALSO.values()
    for form in forms.split()
    if len(form) <= 3 and form.upper() != form
)
_SPACELESS = frozenset("zh ja th lo km my".split())
_LONGEST = 5  # words of a name
_SHORTEST_STEM = 4
_NO_PLACES = frozenset({"ZZ", "QO", "XA", "XB"})
_KATAKANA = regex.compile(r"[\p{Katakana}ー]")
_WITHOUT_CASES = frozenset({"en", "fr", "es", "it", "pt"})
_NO_ENDINGS = frozenset("ar he fa ur hi th zh ja ko".split())
_WORD = regex.compile(r"(?:\p{Lu}\.){2,}|(?:\p{L}\p{M}*)+(?:[-‑](?:\p{L}\p{M}*)+)*")
_PREFIXES = {
    "ar": ("وال", "بال", "لل", "و", "ب", "ل", "ف", "ك", "وب", "ول"),
    "he": ("ב", "ל", "מ", "ה", "ו", "וב", "ש"),
}


@lru_cache(maxsize=64)
def place_names(language: str) -> dict[str, str]:
    """Folded name -> "territory:XX" or "city:…"; an unknown language gets the core languages' names."""
    base = language.split("-")[0].lower()
    names: dict[str, str] = {}
    for locale in dict.fromkeys((base, language)):
        names = _locale_names(locale) | names
    if not names:
        for known in reversed(CORE_LANGUAGES):
            names |= _locale_names(known)
    for code, forms in _ALSO.items():
        for form in forms.split():
            names.setdefault(form.replace("_", " "), f"territory:{code}")
    return names


@lru_cache(maxsize=64)
def _locale_names(language: str) -> dict[str, str]:
    """What CLDR lists for one locale; a country wins over a language, a language over a city."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}
    names = _cities(locale) | _languages(locale)
    for code, name in locale.territories.items():
        if len(code) == 2 and code not in _NO_PLACES:
            names[_folded(str(name))] = f"territory:{code}"
    return {name: code for name, code in names.items() if len(name) > 1}


def _cities(locale: Locale) -> dict[str, str]:
    """Cities after which time zones are named; English has them in the names of the zones."""
    names = {_folded(name): f"city:{city}" for city, name in city_names(locale.language).items()}
    if locale.language == "en":
        for zones in get_global("territory_zones").values():
            names |= {_city_of(zone): f"city:{_city_of(zone)}" for zone in zones}
    for zone, entry in locale.time_zones.items():
        if "city" in entry:
            names[_folded(str(entry["city"]))] = f"city:{_city_of(zone)}"
    return names


def _city_of(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ").casefold()


def _languages(locale: Locale) -> dict[str, str]:
    """Languages that share their name with a country, as that country."""
    names: dict[str, str] = {}
    for code, name in locale.languages.items():
        territory = _main_territory(code)
        if territory and len(str(name)) > 3:
            names[_folded(str(name))] = f"territory:{territory}"
    return names


def _main_territory(language: str) -> str:
    """The country that a language is named after, among those that share a name with one."""
    if len(language) != 2 or language in ("en", "ar", "eo", "la", "ku", "yi", "sa"):
        return ""
    return str(get_global("likely_subtags").get(language, "")).rsplit("_", 1)[-1][:2]


def _folded(name: str) -> str:
    return name.casefold().split(" (")[0].split("（")[0].replace("’", "'")


@lru_cache(maxsize=64)
def _stems(language: str) -> dict[str, str]:
    """Beginnings of one-word names without their ending: Росси-, Austral-, Canad-."""
    stems: dict[str, str] = {}
    for name, code in place_names(language).items():
        for cut in (1, 2):
            enough = len(name) - cut >= _SHORTEST_STEM + code.startswith("city")
            if " " not in name and enough:
                stems.setdefault(name[:-cut], code)
    return stems


@lru_cache(maxsize=8)
def _pattern(language: str) -> regex.Pattern[str]:
    """All names of a language that writes without spaces."""
    names = sorted(place_names(language), key=len, reverse=True)
    return regex.compile("|".join(regex.escape(name) for name in names if not name.isascii()))


def find_places(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, code) of the places named in a text; endings of cases and adjectives allowed."""
    base = language.split("-")[0].lower()
    if base in _SPACELESS:
        for match in _pattern(language).finditer(text):
            # タイ in タイトル is no country.
            around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
            if _KATAKANA.search(around) and _KATAKANA.match(match[0]):
                continue
            yield match.start(), match.end(), place_names(language)[match[0]]
    own = language if base not in _SPACELESS else "en"
    names = place_names(own)
    words = list(_WORD.finditer(text.replace("’", "'")))
    position = 0
    while position < len(words):
        size, code = _longest(text, words, position, names, own)
        written = text[words[position].start() : words[position + size - 1].end()]
        # "US", "UN" and "WHO" in capitals are names; "us", "un" and "who" are words.
        if code and (written.isupper() or written.casefold() not in _ABBREVIATIONS):
            yield words[position].start(), words[position + size - 1].end(), code
        position += max(size, 1)


def _longest(
    text: str, words: list[regex.Match[str]], position: int, names: dict[str, str], language: str
) -> tuple[int, str]:
    """Number of words and code of the longest name that begins at a word; (1, "") when none does."""
    start = words[position].start()
    word = words[position][0].casefold().replace("’", "'")
    most = _words_in_names(language).get(word.split("-")[0], 1)
    for size in range(min(most, len(words) - position), 1, -1):
        written = text[start : words[position + size - 1].end()].casefold().replace("’", "'")
        if written in names:
            return size, names[written]
    return 1, _place_of_word(word, language)


@lru_cache(maxsize=64)
def _words_in_names(language: str) -> dict[str, int]:
    """First word of a name of several words -> the most words that such a name has."""
    most: dict[str, int] = {}
    for name in place_names(language):
        words = _WORD.findall(name)
        if len(words) > 1:
            first = words[0].split("-")[0]
            most[first] = min(_LONGEST, max(most.get(first, 1), len(words)))
    return most


@lru_cache(maxsize=65_536)
def _place_of_word(word: str, language: str) -> str:
    """The place that one word names, with a prefix or an ending; "" when it names none."""
    names = place_names(language)
    for form in _without_prefix(word, language):
        if form in names:
            return names[form]
    # "Here" is no form of Herero; in languages with cases the forms of names are common words too.
    if language.split("-")[0].lower() in _WITHOUT_CASES and is_common(word, language):
        return ""
    return _inflected(word, names, language)


def _without_prefix(word: str, language: str) -> Iterator[str]:
    """The word, and what remains without the letters that Arabic or Hebrew write on to it."""
    yield word
    for prefix in _PREFIXES.get(language.split("-")[0], ()):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            rest = word[len(prefix) :]
            yield rest
            if prefix in ("وال", "بال", "لل"):
                yield "ال" + rest


def _inflected(word: str, names: dict[str, str], language: str) -> str:
    """The place of an inflected name or of its adjective; "" when there is none."""
    base = language.split("-")[0]
    if base == "ko":  # particles are written on to the noun
        return next((names[word[:-cut]] for cut in range(1, 4) if word[:-cut] in names), "")
    if base in _NO_ENDINGS:
        return ""
    for cut in range(1, 4):
        if len(word) - cut >= _SHORTEST_STEM and word[:-cut] in names:
            return names[word[:-cut]]
    stems = _stems(language)
    for cut in range(0, 5):
        if len(word) - cut >= _SHORTEST_STEM + (cut > 2) and word[: len(word) - cut] in stems:
            return stems[word[: len(word) - cut]]
    return ""
