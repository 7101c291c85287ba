"""What a number counts: per cent, money, spans of time; read from the words around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import regex
from babel import Locale, UnknownLocaleError
from babel.units import UnknownUnitError, format_unit

from rag.facts.digits import plain_digits

_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen yuan", "₹": "rupee", "₽": "rouble",
          "₺": "lira", "₩": "won", "₪": "shekel", "₫": "dong", "฿": "baht", "%": "percent"}  # fmt: skip

_CODES = {"USD": "dollar", "EUR": "euro", "GBP": "pound", "JPY": "yen", "CNY": "yuan", "RMB": "yuan",
          "INR": "rupee", "RUB": "rouble", "TRY": "lira", "KRW": "won", "ILS": "shekel", "PLN": "zloty",
          "CHF": "franc", "CAD": "dollar", "AUD": "dollar", "SEK": "krona", "NOK": "krona",
          "DKK": "krona", "BRL": "real", "THB": "baht", "TL": "lira"}  # fmt: skip

# Beginnings of words, so that case endings and plurals need no list of their own.
_STEMS = {
    "percent": "percent prozent porcent procent процент відсот τοις_εκατό yüzde pourcent százalék prosent",
    "dollar": "dollar dólar dolar доллар долар δολάρι δολαρί دولار דולר डॉलर ดอลลาร์ 달러 ドル 米ドル 美元 美金 dollár đô_la",
    "euro": "euro евро євро ευρώ يورو אירו यूरो ยูโร 유로 ユーロ 欧元 歐元 avro",
    "pound": "pound sterling pfund livres_sterling libras_esterlinas sterlin funt фунт 英镑 英鎊 ポンド جنيه 파운드",
    "yen": "yen иен йен 円 日元 日圓 엔 เยน",
    "yuan": "yuan юан 元 人民币 人民幣 يوان 위안 renminbi",
    "rupee": "rupee rupie rupia roupie рупи रुपये रुपए रुपया 卢比 ルピー روبية",
    "rouble": "rouble ruble rubel rublo rubli рубл 卢布 盧布 ルーブル روبل 루블",
    "lira": "lira лир ليرة 里拉", "zloty": "zloty złot zł złoty злот", "won": "won 원 韩元 韓元 ウォン",
    "franc": "franc franken франк 法郎 フラン", "baht": "baht บาท", "shekel": "shekel שקל ₪ шекел",
    "peso": "peso песо", "krona": "krona kronor krone kroner korun",
}  # fmt: skip

_WHOLE_WORDS = {
    "percent": "pct % per_cent pour_cent por_ciento por_cento per_cento 퍼센트 パーセント प्रतिशत फीसदी "
               "เปอร์เซ็นต์ אחוז אחוזים في_المئة في_المائة بالمئة بالمائة 프로 από_τα_εκατό το_τοις_εκατό",
}  # fmt: skip

_PERCENT_BEFORE = re.compile(r"(?:百分之|(?<!\w)yüzde\s|ร้อยละ\s?|%\s?)$", re.IGNORECASE)
_FROM_CLDR = ("second", "minute", "hour", "day", "week", "month", "year")
_TIME_HAN = {"年": "year", "年间": "year", "年間": "year", "个月": "month", "ヶ月": "month", "か月": "month",
             "カ月": "month", "個月": "month", "天": "day", "日間": "day", "小时": "hour", "小時": "hour",
             "時間": "hour", "分钟": "minute", "分鐘": "minute", "分間": "minute", "秒": "second",
             "周": "week", "週間": "week", "星期": "week", "개월": "month", "년": "year", "일": "day",
             "시간": "hour", "주": "week", "분": "minute", "초": "second"}  # fmt: skip
# Forms that CLDR's unit patterns lack: cases, spoken plurals.
_TIME_MORE = {
    "de": {"jahr": "year jahren jahre", "monat": "month monaten", "tag": "day tagen", "woche": "week wochen"},
    "ru": {"год": "year года годов году лет годом", "месяц": "month месяца месяцев", "день": "day дня дней",
           "неделя": "week недели недель неделю", "час": "hour часа часов"},
    "pl": {"rok": "year lat lata roku latach", "miesiąc": "month miesiące miesięcy", "dzień": "day dni"},
    "ar": {"سنة": "year سنوات عام أعوام عاما سنين", "شهر": "month أشهر شهور شهرا", "يوم": "day أيام يوما",
           "ساعة": "hour ساعات", "أسبوع": "week أسابيع"},
    "tr": {"yıl": "year yıldır yıldan yılda sene", "ay": "month aydır ayda", "gün": "day gündür günde"},
    "he": {"שנה": "year שנים", "חודש": "month חודשים", "יום": "day ימים"},
    "th": {"ปี": "year", "เดือน": "month", "วัน": "day"},
}  # fmt: skip

_AFTER = regex.compile(
    r"(?:(?<=[^\W\d])\.)?[\s\u00a0\u202f-]{0,2}(?:(?:de|of|di|do|dos|us|U\.S\.)[\s-]+|d['’]|(?:US|U\.S\.|A|C)(?=\$))?"
    r"(?P<unit>[$€£¥₹₽₺₩₪₫฿%]|(?:\p{L}\p{M}*)+(?:\s(?:\p{L}\p{M}*)+)?)",
    regex.IGNORECASE,
)
_PLURAL_SAMPLES = (1, 2, 3, 5, 11, 21, 1.5)
_LENGTHS: tuple[Literal["long"], Literal["short"]] = ("long", "short")
_NUMBER_IN_FORM = re.compile(r"[\d.,]+")
_BEFORE = re.compile(r"(?P<unit>[$€£¥₹₽₺₩₪₫฿]|(?<![^\W_])[A-Z]{2,3})[\s\u00a0\u202f]?$")


def unit_of(text: str, start: int, end: int, language: str) -> tuple[str, int]:
    """The unit of the number at `text[start:end]` and where it ends; ("", end) when there is none.

    Several possible units are joined by a space ("yen yuan" for "¥").
    """
    if _PERCENT_BEFORE.search(text[:start][-8:]):
        return "percent", end
    before = _BEFORE.search(text[:start][-5:])
    if before:
        sign = before["unit"]
        named = _SIGNS.get(sign) or _CODES.get(sign)
        if named:
            return named, end
    after = _AFTER.match(text, end)
    if after is None:
        return "", end
    unit, words = _named(after["unit"], language)
    if not unit:
        return "", end
    return unit, after.start("unit") + len(words)


def _named(words: str, language: str) -> tuple[str, str]:
    """The unit that a sign or one or two words name, and those words."""
    if words in _SIGNS:
        return _SIGNS[words], words
    first = words.split()[0]
    known = _words(language)
    if "_".join(words.casefold().split()) in known:
        return known["_".join(words.casefold().split())], words
    unit = (
        known.get(first.casefold())
        or _CODES.get(first)
        or _by_beginning(first.casefold(), language)
    )
    return unit, first


@lru_cache(maxsize=4096)
def _by_beginning(word: str, language: str) -> str:
    """A unit whose stem begins the word; scripts without spaces run on into the next word."""
    spaceless = not word[0].isascii() and ord(word[0]) > 0x0E00
    if spaceless:
        for size in (3, 2, 1):
            if word[:size] in _TIME_HAN:
                return _TIME_HAN[word[:size]]
    for unit, stems in _STEMS.items():
        for stem in stems.split():
            longest = len(stem) + (1 if unit == "euro" else 4)
            if word.startswith(stem) and (spaceless or len(word) <= longest):
                return unit
    return ""


@lru_cache(maxsize=64)
def _words(language: str) -> dict[str, str]:
    """Folded words of a language -> unit: what CLDR writes after a number of days, years…"""
    words = {word: unit for unit, forms in _WHOLE_WORDS.items() for word in forms.split()}
    base = language.split("-")[0].lower()
    for name in dict.fromkeys((language, base)):
        for unit in _FROM_CLDR:
            words |= {form: unit for form in _forms(name, unit)}
    for word, forms in _TIME_MORE.get(base, {}).items():
        unit, *others = forms.split()
        words |= dict.fromkeys((word, *others), unit)
    return words


def _forms(language: str, unit: str) -> list[str]:
    """The written forms of a unit of time in a language, without the number (CLDR plural rules)."""
    try:
        locale = Locale.parse(language, sep="-")
        written = {
            format_unit(number, f"duration-{unit}", length, locale=locale)
            for number in _PLURAL_SAMPLES
            for length in _LENGTHS
        }
    except (UnknownLocaleError, UnknownUnitError, ValueError, TypeError):
        return []
    bare = {
        _NUMBER_IN_FORM.sub("", plain_digits(form)).strip(" .\u00a0\u202f").casefold()
        for form in written
    }
    return sorted(form for form in bare if len(form) > 2 and " " not in form)
