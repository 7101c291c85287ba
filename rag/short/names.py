"""Countries, cities, languages and currencies by CLDR's names, and proper names, which are kept.

A place is known by its whole name (or a case of it), never by an adjective: "Thaïlande" is said as
"Thailand", "thaïlandais" is not. A proper name is taken for one only where capitals show it.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex
from babel.core import get_global

from rag.facts.cities import city_names
from rag.facts.common_words import is_common
from rag.facts.names import find_names
from rag.facts.territories import place_names
from rag.language import script_of
from rag.short.pieces import Name, Term
from rag.short.units import folded, locale_of
from rag.short.words import around

_CASED = frozenset({"Latin", "Cyrillic", "Greek"})
# Everyday names of countries beside CLDR's own.
_ALSO = {
    "en": {"US": "usa us u.s. u.s.a. united_states_of_america america", "GB": "uk u.k. britain great_britain", "TR": "turkey", "CZ": "czech_republic", "CI": "ivory_coast",
           "AE": "uae", "KR": "south_korea", "HK": "hong_kong", "MO": "macau macao", "CN": "mainland_china", "MM": "burma", "VA": "vatican", "EU": "eu", "PS": "palestine"},
    "fr": {"US": "usa états-unis_d'amérique", "GB": "grande-bretagne", "CZ": "république_tchèque", "HK": "hong_kong hongkong", "EU": "ue", "KR": "corée_du_sud", "AE": "eau", "VN": "vietnam viêtnam"},
    "de": {"US": "usa vereinigte_staaten_von_amerika vereinigten_staaten", "GB": "großbritannien", "CZ": "tschechische_republik", "HK": "hongkong", "EU": "eu", "NL": "niederlanden", "AE": "vae"},
    "es": {"US": "ee.uu. ee._uu. eeuu estados_unidos_de_américa", "GB": "gran_bretaña", "HK": "hong_kong", "EU": "ue"},
    "it": {"US": "usa stati_uniti_d'america", "GB": "gran_bretagna", "HK": "hong_kong", "EU": "ue", "CZ": "repubblica_ceca"},
    "pt": {"US": "eua estados_unidos_da_américa", "GB": "grã-bretanha", "HK": "hong_kong", "EU": "ue", "VN": "vietnã vietname", "PL": "polônia polónia"},
    "nl": {"US": "vs verenigde_staten_van_amerika", "GB": "groot-brittannië", "HK": "hongkong", "EU": "eu"},
    "pl": {"US": "usa stany_zjednoczone_ameryki stanach_zjednoczonych stanów_zjednoczonych", "PL": "polsce polski", "DE": "niemczech niemiec", "IT": "włoszech włoch", "CZ": "czechach czech", "HU": "węgrzech węgier", "CN": "chinach chin", "GB": "wielka_brytania wielkiej_brytanii", "HK": "hongkong", "EU": "ue"},
    "ru": {"US": "сша соединённые_штаты_америки соединенных_штатах", "GB": "великобритания", "KR": "южная_корея южной_корее южной_кореи", "HK": "гонконг", "EU": "ес", "AE": "оаэ", "RU": "россия рф российская_федерация"},
    "zh": {"US": "美国 美國", "GB": "英国 英國", "KR": "韩国 韓國 南韩", "HK": "香港", "MO": "澳门 澳門", "EU": "欧盟 歐盟", "CN": "中国 中國 中国大陆", "AE": "阿联酋"},
    "ja": {"US": "米国 アメリカ アメリカ合衆国", "GB": "英国 イギリス", "HK": "香港", "EU": "eu 欧州連合", "KR": "韓国", "AE": "uae"},
    "ar": {"US": "أمريكا الولايات_المتحدة الولايات_المتحدة_الأمريكية", "GB": "بريطانيا", "HK": "هونغ_كونغ", "VN": "فيتنام", "KR": "كوريا_الجنوبية", "AE": "الإمارات"},
    "tr": {"US": "abd amerika_birleşik_devletleri", "GB": "ingiltere britanya birleşik_krallık", "HK": "hong_kong", "EU": "ab", "VN": "vietnam"},
}  # fmt: skip
# A question that asks for a language or a currency: elsewhere "French" or "dollar" may mean more.
_ASKS_LANGUAGE = re.compile(
    r"langu|sprach|idioma|lingu|língua|\btaal|\btalen|język|язык|语言|語言|哪种语|什么语|言語|何語|لغ|\bdil",
    re.IGNORECASE,
)
_ASKS_CURRENCY = re.compile(
    r"currenc|monnaie|devise|währung|moneda|divisa|valuta|moeda|walut|валют|货币|貨幣|通貨|عمل|para birim",
    re.IGNORECASE,
)
_CURRENCIES = "USD EUR GBP JPY CNY CHF RUB TRY PLN INR KRW BRL CAD AUD MXN SEK NOK DKK CZK HUF ILS THB IDR VND SAR AED EGP ZAR NGN ARS UAH".split()

# Endings of cases, for the nominative's own ending.
_CASES = {
    "ru": {"ия": "ии ию ией", "ь": "и ью я ю ем е", "а": "ы и е у ой", "я": "и е ю ей", "й": "я ю ем е", "ы": "ах ам ами", "": "а у ом е"},
    "pl": {"ia": "ii ię ią", "ja": "ji ję ją", "a": "y i ę ą", "y": "ach om ami", "": "u em ie a owi"},
    "tr": {"": "'da 'de 'ta 'te 'dan 'den 'tan 'ten 'nın 'nin 'ın 'in 'un 'ün 'ya 'ye 'a 'e 'yı 'yi 'ı 'i 'nda 'nde 'ndan 'nden"},
}  # fmt: skip
_PARTICLES = frozenset(
    "de da do dos das di del della van von der den la le el al bin ibn af".split()
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’&+-]*")
_MOST_WORDS = 6


def read_term(text: str, language: str, question: str) -> Term | None:
    """The place, language or currency that a text names, all of it."""
    for form in _without_words(text, language):
        code = _territories(language).get(form) or _cities(language).get(form)
        if code:
            return Term(code)
        if _ASKS_LANGUAGE.search(question) and form in _languages(language):
            return Term(_languages(language)[form])
        if _ASKS_CURRENCY.search(question) and form in _currencies(language):
            return Term(_currencies(language)[form])
    return None


def read_name(text: str, language: str, asked: bool) -> Name | None:
    """A proper name; None when a word of it may be something else.

    One word alone ("Protestantism", "Lithium") is one only where a name is `asked` for or where
    capitals inside it leave no doubt.
    """
    written = text.strip(" \"'“”„«»‘’")
    words = _WORD.findall(written)
    if (
        not words
        or len(words) > _MOST_WORDS
        or _WORD.sub("", written).strip(" .&·-")
        or script_of(written[0]) not in _CASED | {"Common"}
    ):
        return None
    if not any(char.isupper() for char in words[0]) and not words[0][0].isdigit():
        return None
    # Read inside a sentence: at its beginning a capital says nothing.
    text = f"x {written}"
    names = {
        text[fact.start : fact.end] for fact in find_names(text, language, []) if fact.required
    }
    spoken = [word for word in words if word not in _PARTICLES]
    sure = all(_is_sure(word, names, language) for word in spoken)
    if not sure or not any(word[0].isalpha() for word in spoken):
        return None
    return Name(written) if len(spoken) > 1 or _alone(spoken[0], language, asked) else None


def _alone(word: str, language: str, asked: bool) -> bool:
    """Whether a single word is surely a name."""
    if any(char.isupper() for char in word[1:]) and not word.isupper():
        return True
    # German nouns have capitals too, and the plural of a name is one for a people ("Vikings").
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "as"))
    places = place_names(language)
    known = folded(word) in places or any(folded(word)[:-cut] in places for cut in (1, 2))
    return asked and language[:2] != "de" and len(word) > 2 and not plural and not known


def _is_sure(word: str, names: set[str], language: str) -> bool:
    """A word that capitals make a name and that is no everyday word; initials and numbers beside one are."""
    if re.fullmatch(r"\d+|[^\W\d]\.", word):
        return True
    bare = word.strip(".'’")
    parts = [part for part in re.split(r"[-’'&+.]", bare) if part]
    found = {part for name in names for part in re.split(r"[\s’'&+.-]", name)} | names
    inner = any(char.isupper() for char in bare[1:]) and bare[:1].isalpha()
    return (
        bool(parts)
        and all(part in found or inner for part in parts)
        and not is_common(bare, language)
    )


def _without_words(text: str, language: str) -> Iterator[str]:
    """The name as it is, then without articles and prepositions at its ends."""
    form = folded(text.strip(' .,;:"“”„«»'))
    yield form
    before, behind = around(language.split("-")[0].lower(), "place")
    for word in before:
        if form.startswith(word + " ") or word.endswith("'") and form.startswith(word):
            yield from _without_words(form[len(word) :], language)
            break
    for word in behind:
        if form.endswith(word) and len(form) > len(word) + 1:
            yield form[: -len(word)]
    if language.startswith("ar") and form[:1] in "وبل" and len(form) > 4:
        rest = form[1:]
        yield rest
        if form.startswith("لل"):
            yield "ال" + form[2:]


@lru_cache(maxsize=64)
def _territories(language: str) -> dict[str, str]:
    """Folded name, in its cases -> "territory:TH"; names of two places are left out."""
    locale = locale_of(language)
    if locale is None:
        return {}
    names: dict[str, str] = {}
    for code, name in locale.territories.items():
        if code not in ("ZZ", "QO", "XA", "XB", "UN", "001"):
            names.setdefault(folded(re.sub(r"\s*[(（].*", "", str(name))), f"territory:{code}")
    for code, forms in _ALSO.get(language.split("-")[0].lower(), {}).items():
        names |= {form.replace("_", " "): f"territory:{code}" for form in forms.split()}
    return names | {
        form: code
        for name, code in list(names.items())
        for form in _inflected(name, language)
        if form not in names
    }


def _inflected(name: str, language: str) -> Iterator[str]:
    """Cases of a name of one word."""
    endings = _CASES.get(language.split("-")[0].lower())
    if endings is None or (" " in name and not language.startswith("tr")):
        return
    for own, others in endings.items():
        if name.endswith(own):
            yield from (name[: len(name) - len(own)] + other for other in others.split())
            return


@lru_cache(maxsize=64)
def _cities(language: str) -> dict[str, str]:
    """Folded name, in its cases -> "city:Europe/Moscow"; a name that is a country's too is left out."""
    names: dict[str, str] = {}
    for zone in _zones():
        name = _city_name(zone, language)
        if name:
            names.setdefault(folded(name), f"city:{zone}")
    names |= {folded(name): f"city:{city}" for city, name in city_names(language).items()}
    known = _territories(language)
    names = {name: code for name, code in names.items() if name not in known}
    return names | {
        form: code
        for name, code in list(names.items())
        for form in _inflected(name, language)
        if form not in names
    }


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """The time zones of the world that are named after a city."""
    rows = (zone for zones in get_global("territory_zones").values() for zone in zones)
    return tuple(
        sorted(zone for zone in set(rows) if zone.count("/") == 1 and not zone.startswith("Etc/"))
    )


def _city_name(zone: str, language: str) -> str:
    """CLDR's name of the city; where a language in Latin letters lists none, it is that of the zone."""
    listed = city_names(language).get(zone)
    if listed:
        return listed
    locale = locale_of(language)
    if locale is None:
        return ""
    entry = locale.time_zones.get(zone)
    if entry is not None and "city" in entry:
        return str(entry["city"])
    latin = (
        locale.script in (None, "Latn")
        and script_of(str(locale.get_display_name() or " ")[0]) == "Latin"
    )
    return zone.rsplit("/", 1)[-1].replace("_", " ") if latin else ""


@lru_cache(maxsize=64)
def _languages(language: str) -> dict[str, str]:
    locale = locale_of(language)
    rows = {} if locale is None else locale.languages
    return {folded(str(name)): f"language:{code}" for code, name in reversed(list(rows.items()))}


@lru_cache(maxsize=64)
def _currencies(language: str) -> dict[str, str]:
    locale = locale_of(language)
    rows = {} if locale is None else locale.currencies
    return {folded(str(rows[code])): f"currency:{code}" for code in _CURRENCIES if code in rows}


def say_term(term: Term, language: str) -> str | None:
    """The name in a language; None when CLDR has none."""
    locale = locale_of(language)
    kind, _, code = term.code.partition(":")
    if locale is None:
        return None
    if kind == "territory":
        found = locale.territories.get(code)
    elif kind == "language":
        found = locale.languages.get(code)
    elif kind == "currency":
        found = locale.currencies.get(code)
    else:
        found = _city_name(code, language)
    return str(found) if found else None
