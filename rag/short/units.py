"""Units and currencies by their names in any language: from CLDR (through Babel), and what it lacks.

A unit is "percent", a CLDR unit ("length-kilometer"), "currency:EUR" or "money:dollar" for a word
that several countries share. Forms that may mean two things ("m." for metre, million or month) are
left out.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, get_currency_name
from babel.units import UnknownUnitError, format_unit

from rag.facts.digits import plain_digits

MEASURES = (
    "duration-year duration-month duration-week duration-day duration-hour duration-minute duration-second "
    "length-kilometer length-meter length-centimeter length-millimeter length-mile length-foot length-inch "
    "area-square-kilometer area-square-meter area-hectare area-acre area-square-mile mass-tonne mass-kilogram mass-gram "
    "mass-milligram mass-ounce volume-liter volume-milliliter volume-cubic-meter volume-barrel volume-gallon temperature-celsius "
    "temperature-fahrenheit speed-kilometer-per-hour speed-meter-per-second speed-mile-per-hour digital-byte digital-kilobyte "
    "digital-megabyte digital-gigabyte digital-terabyte power-watt power-kilowatt power-megawatt power-gigawatt "
    "energy-kilowatt-hour energy-kilocalorie frequency-hertz frequency-kilohertz frequency-megahertz frequency-gigahertz"
).split()  # fmt: skip
_CURRENCIES = "USD EUR GBP JPY CNY CHF RUB TRY PLN INR KRW BRL CAD AUD MXN SEK NOK DKK CZK HUF ILS THB IDR VND SAR AED EGP ZAR NGN ARS UAH".split()
_SAMPLES = (1, 2, 3, 5, 11, 21, 100, Decimal("1.5"))

# Signs that mean the same wherever they are written.
_SIGNS = {
    "%": "percent", "€": "currency:EUR", "$": "money:dollar", "£": "money:pound", "₹": "currency:INR", "₽": "currency:RUB", "₺": "currency:TRY",
    "₩": "currency:KRW", "₪": "currency:ILS", "฿": "currency:THB", "US$": "currency:USD", "$US": "currency:USD", "U.S.$": "currency:USD",
    "C$": "currency:CAD", "A$": "currency:AUD", "R$": "currency:BRL", "zł": "currency:PLN", "TL": "currency:TRY",
    "km": "length-kilometer", "cm": "length-centimeter", "mm": "length-millimeter", "kg": "mass-kilogram", "mg": "mass-milligram",
    "km²": "area-square-kilometer", "km2": "area-square-kilometer", "m²": "area-square-meter", "m2": "area-square-meter", "ha": "area-hectare",
    "m³": "volume-cubic-meter", "m3": "volume-cubic-meter", "km/h": "speed-kilometer-per-hour", "km/u": "speed-kilometer-per-hour", "км/ч": "speed-kilometer-per-hour",
    "m/s": "speed-meter-per-second", "mph": "speed-mile-per-hour", "°c": "temperature-celsius", "°f": "temperature-fahrenheit", "℃": "temperature-celsius",
    "kwh": "energy-kilowatt-hour", "kw": "power-kilowatt", "mw": "power-megawatt", "gw": "power-gigawatt", "kb": "digital-kilobyte", "mb": "digital-megabyte",
    "gb": "digital-gigabyte", "tb": "digital-terabyte", "hz": "frequency-hertz", "khz": "frequency-kilohertz", "mhz": "frequency-megahertz", "ghz": "frequency-gigahertz",
    "км": "length-kilometer", "см": "length-centimeter", "мм": "length-millimeter", "кг": "mass-kilogram", "км²": "area-square-kilometer", "га": "area-hectare",
    "公里": "length-kilometer", "千米": "length-kilometer", "公斤": "mass-kilogram", "千克": "mass-kilogram", "吨": "mass-tonne", "噸": "mass-tonne", "トン": "mass-tonne",
}  # fmt: skip
_SIGN_IN = {
    "ja": {"¥": "currency:JPY", "円": "currency:JPY"},
    "zh": {"¥": "currency:CNY", "元": "currency:CNY"},
}

# Forms that CLDR does not list, as unit: words of one language ("_" for a space).
_MORE = {
    "en": {"percent": "percent per_cent pct", "currency:USD": "us_dollar us_dollars u.s._dollars american_dollars", "mass-tonne": "tonne tonnes metric_ton metric_tons",
           "money:dollar": "dollar dollars", "money:pound": "pounds_sterling", "currency:EUR": "euro euros", "currency:JPY": "yen", "currency:CNY": "yuan renminbi",
           "currency:RUB": "rouble roubles ruble rubles", "money:franc": "franc francs", "person": "people persons person",
           "length-kilometer": "kilometre kilometres", "length-meter": "metre metres", "volume-liter": "litre litres"},
    "fr": {"percent": "pour_cent pourcent", "currency:USD": "dollars_américains dollar_américain dollars_us dollars_des_états-unis", "mass-tonne": "tonne tonnes", "money:dollar": "dollar dollars",
           "money:pound": "livres_sterling livre_sterling", "currency:EUR": "euro euros", "currency:JPY": "yen yens", "currency:CNY": "yuan yuans", "currency:RUB": "rouble roubles",
           "money:franc": "franc francs", "person": "personnes personne", "duration-year": "années année"},
    "de": {"percent": "prozent", "currency:USD": "us-dollar us-dollars", "mass-tonne": "tonne tonnen", "money:dollar": "dollar dollars", "money:pound": "pfund_sterling", "currency:EUR": "euro euros",
           "currency:JPY": "yen", "currency:CNY": "yuan", "currency:RUB": "rubel", "money:franc": "franken", "person": "menschen personen person",
           "duration-year": "jahren jahre", "duration-month": "monaten", "duration-day": "tagen", "duration-hour": "stunden std.", "duration-minute": "minuten min."},
    "es": {"percent": "por_ciento", "currency:USD": "dólares_estadounidenses dólares_americanos dólar_estadounidense", "mass-tonne": "tonelada toneladas", "money:dollar": "dólar dólares",
           "money:pound": "libras_esterlinas libra_esterlina", "currency:EUR": "euro euros", "currency:JPY": "yen yenes", "currency:CNY": "yuan yuanes", "currency:RUB": "rublo rublos",
           "money:franc": "franco francos", "person": "personas persona"},
    "it": {"percent": "per_cento percento", "currency:USD": "dollari_statunitensi dollari_americani", "mass-tonne": "tonnellata tonnellate", "money:dollar": "dollaro dollari",
           "money:pound": "sterline sterlina", "currency:EUR": "euro", "currency:JPY": "yen", "currency:CNY": "yuan", "currency:RUB": "rublo rubli", "money:franc": "franco franchi", "person": "persone persona"},
    "pt": {"percent": "por_cento", "currency:USD": "dólares_americanos dólar_americano dólares_dos_eua", "mass-tonne": "tonelada toneladas", "money:dollar": "dólar dólares", "money:pound": "libras_esterlinas",
           "currency:EUR": "euro euros", "currency:JPY": "iene ienes", "currency:CNY": "yuan yuans", "currency:RUB": "rublo rublos", "money:franc": "franco francos", "person": "pessoas pessoa",
           "length-kilometer": "quilómetro quilómetros"},
    "nl": {"percent": "procent", "currency:USD": "amerikaanse_dollar amerikaanse_dollars us-dollar", "mass-tonne": "ton", "money:dollar": "dollar dollars", "money:pound": "pond_sterling",
           "currency:EUR": "euro euro's", "currency:JPY": "yen", "currency:CNY": "yuan", "currency:RUB": "roebel", "money:franc": "frank", "person": "mensen personen persoon"},
    "pl": {"percent": "procent procenta procentów proc.", "currency:USD": "dolarów_amerykańskich dolary_amerykańskie dolarów_usa", "mass-tonne": "tona tony ton", "money:dollar": "dolar dolary dolarów dolara",
           "currency:EUR": "euro", "currency:JPY": "jenów jeny jen", "currency:CNY": "juanów juany juan", "currency:RUB": "rubli ruble rubel", "money:franc": "franków franki frank",
           "currency:PLN": "złoty złote złotych złotego", "person": "osób osoby osoba ludzi", "duration-year": "lat lata rok roku"},
    "ru": {"percent": "процент процента процентов", "currency:USD": "долларов_сша доллара_сша доллар_сша", "mass-tonne": "тонна тонны тонн тонну", "money:dollar": "доллар доллара долларов",
           "money:pound": "фунтов_стерлингов фунта_стерлингов", "currency:EUR": "евро", "currency:JPY": "иена иены иен йен", "currency:CNY": "юань юаня юаней",
           "currency:RUB": "рубль рубля рублей руб.", "money:franc": "франк франка франков", "person": "человек человека", "duration-hour": "часов часа час", "mass-kilogram": "килограммов килограмма килограмм"},
    "zh": {"currency:USD": "美元 美金", "currency:EUR": "欧元 歐元", "currency:JPY": "日元 日圆 日圓", "currency:CNY": "人民币 元人民币 元人民幣", "currency:RUB": "卢布 盧布", "money:franc": "法郎", "currency:GBP": "英镑 英鎊",
           "person": "人", "duration-year": "年 年间 岁", "duration-month": "个月 個月", "duration-week": "周 星期 个星期", "duration-day": "天", "duration-hour": "小时 小時 个小时", "duration-minute": "分钟 分鐘",
           "length-meter": "米", "area-square-kilometer": "平方公里 平方千米", "area-square-meter": "平方米"},
    "ja": {"percent": "パーセント", "currency:USD": "米ドル 米国ドル", "money:dollar": "ドル", "currency:EUR": "ユーロ", "currency:CNY": "元 人民元", "currency:RUB": "ルーブル", "currency:GBP": "ポンド 英ポンド",
           "money:franc": "フラン", "person": "人", "duration-year": "年間 歳 か年", "duration-month": "か月 ヶ月 カ月 ケ月 か月間", "duration-week": "週間", "duration-day": "日間", "duration-hour": "時間",
           "duration-minute": "分間", "length-kilometer": "キロ キロメートル", "length-meter": "メートル", "mass-kilogram": "キログラム", "area-square-kilometer": "平方キロメートル 平方キロ", "area-square-meter": "平方メートル"},
    "ar": {"percent": "في_المئة في_المائة بالمئة بالمائة", "currency:USD": "دولار_أمريكي دولار_أميركي دولارا_أمريكيا", "money:dollar": "دولار دولارا دولارات", "currency:EUR": "يورو", "currency:JPY": "ين", "currency:CNY": "يوان",
           "currency:RUB": "روبل", "currency:GBP": "جنيه_إسترليني", "person": "شخص شخصا أشخاص", "duration-year": "عام عاما أعوام سنة سنوات", "duration-month": "شهر شهرا أشهر شهور", "duration-day": "يوم يوما أيام",
           "duration-week": "أسبوع أسابيع أسبوعا", "duration-hour": "ساعة ساعات", "mass-tonne": "طن أطنان طنا", "area-hectare": "هكتار هكتارات هكتارا", "mass-kilogram": "كيلوغرام كيلوغرامات كيلوغراما كيلوغرامًا كيلوجرام"},
    "tr": {"currency:USD": "abd_doları amerikan_doları", "money:dollar": "dolar", "currency:EUR": "avro euro", "money:pound": "sterlin", "currency:JPY": "yen", "currency:CNY": "yuan", "currency:RUB": "ruble",
           "money:franc": "frank", "currency:TRY": "lira türk_lirası", "person": "kişi", "duration-year": "yıl sene", "duration-month": "ay", "duration-day": "gün", "mass-tonne": "ton"},
    "el": {"percent": "τοις_εκατό", "currency:EUR": "ευρώ", "money:dollar": "δολάρια δολάριο δολαρίων"}, "uk": {"percent": "відсоток відсотки відсотків відсотка", "money:dollar": "доларів долари долар"},
    "cs": {"percent": "procent procenta procento", "money:dollar": "dolarů dolary dolar"}, "sv": {"percent": "procent", "money:dollar": "dollar"}, "da": {"percent": "procent pct."}, "no": {"percent": "prosent"},
    "ko": {"percent": "퍼센트 프로", "money:dollar": "달러", "currency:KRW": "원", "person": "명"}, "hi": {"percent": "प्रतिशत फीसदी", "money:dollar": "डॉलर"}, "he": {"percent": "אחוז אחוזים", "money:dollar": "דולר דולרים"},
    "th": {"percent": "เปอร์เซ็นต์"}, "vi": {"percent": "phần_trăm"}, "id": {"percent": "persen"}, "ro": {"percent": "la_sută"}, "hu": {"percent": "százalék"}, "fi": {"percent": "prosenttia"},
}  # fmt: skip

# Plural forms of words that CLDR has no name for: one|other, or one|few|many|other, or a single form.
_NOUNS = {
    "money:dollar": {"en": "dollar|dollars", "fr": "dollar|dollars", "de": "Dollar", "es": "dólar|dólares", "it": "dollaro|dollari", "pt": "dólar|dólares", "nl": "dollar",
                     "pl": "dolar|dolary|dolarów|dolara", "ru": "доллар|доллара|долларов|доллара", "ja": "ドル", "ar": "دولار|دولارات|دولارًا|دولار", "tr": "dolar"},
    "money:pound": {"en": "pound|pounds", "fr": "livre|livres", "de": "Pfund", "es": "libra|libras", "it": "sterlina|sterline", "pt": "libra|libras", "nl": "pond",
                    "pl": "funt|funty|funtów|funta", "ru": "фунт|фунта|фунтов|фунта", "ja": "ポンド"},
    "money:franc": {"en": "franc|francs", "fr": "franc|francs", "de": "Franken", "es": "franco|francos", "it": "franco|franchi", "pt": "franco|francos", "nl": "frank",
                    "pl": "frank|franki|franków|franka", "ru": "франк|франка|франков|франка", "zh": "法郎", "ja": "フラン", "tr": "frank"},
    "person": {"en": "person|people", "fr": "personne|personnes", "de": "Person|Menschen", "es": "persona|personas", "it": "persona|persone", "pt": "pessoa|pessoas", "nl": "persoon|mensen",
               "pl": "osoba|osoby|osób|osoby", "ru": "человек|человека|человек|человека", "zh": "人", "ja": "人", "ar": "شخص|أشخاص|شخصًا|شخص", "tr": "kişi"},
}  # fmt: skip


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale | None:
    """What Babel knows of a language, with its region or script where it has them."""
    for name in (language, language.split("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def folded(text: str) -> str:
    """One form of a name: lower case, plain spaces and apostrophes."""
    return " ".join(text.replace("’", "'").replace("‑", "-").casefold().split())


@lru_cache(maxsize=64)
def unit_names(language: str) -> dict[str, str]:
    """Folded name of a unit in a language, in all its plurals -> unit; doubtful ones are left out."""
    base = language.split("-")[0].lower()
    names: dict[str, str] = {}
    for unit in MEASURES:
        for form in _measure_forms(language, unit):
            names[form] = "" if names.get(form, unit) != unit else unit
    for code in _CURRENCIES:
        for form in _currency_forms(language, code):
            names[form] = f"currency:{code}"
    for unit, forms in _MORE.get(base, {}).items():
        names |= {folded(form.replace("_", " ")): unit for form in forms.split()}
    if base in ("zh", "ja"):
        # "12日" is the day of a month and "8年" of a Japanese era.
        names |= dict.fromkeys(("日", "时", "時", "分", "秒"), "")
        names |= {"年": "" if base == "ja" else "duration-year"}
    signs = {folded(sign): unit for sign, unit in (_SIGNS | _SIGN_IN.get(base, {})).items()}
    codes = {
        code.casefold(): f"currency:{code}" for code in _CURRENCIES if code not in ("TRY", "ALL")
    }
    return {name: unit for name, unit in (codes | names | signs).items() if unit and len(name) > 0}


def _measure_forms(language: str, unit: str) -> set[str]:
    """The written forms of a unit without the number."""
    forms = {
        pattern.replace("{0}", "") for n in _SAMPLES if (pattern := unit_pattern(unit, n, language))
    }
    bare = {folded(form).strip(" .") for form in forms}
    return {form for form in bare if len(form) > 1 or not form.isascii() and len(form) == 1}


def _currency_forms(language: str, code: str) -> set[str]:
    locale = locale_of(language)
    if locale is None:
        return set()
    names = {folded(get_currency_name(code, count, locale)) for count in (1, 2, 5, 100)}
    return {name for name in names if name != code.casefold()}


@lru_cache(maxsize=4096)
def unit_pattern(unit: str, value: int | Decimal, language: str) -> str:
    """How a number of a CLDR unit is written, "{0}" for the number; "" when it is not known.

    Arabic has forms for one and two of something in which the number is not written.
    """
    locale = locale_of(language)
    if locale is None:
        return ""
    # Babel has no "long" form where it is the same as the short one.
    lengths = ("long", "short")
    for length in lengths:
        try:
            written = format_unit(value, unit, length, locale=locale)
        except (UnknownUnitError, KeyError, ValueError):
            continue
        if unit not in written:
            plain = format_decimal(value, locale=locale)
            pattern = plain_digits(written).replace(plain_digits(plain), "{0}")
            return pattern.replace(" ", "") if language[:2] == "ja" else pattern
    return ""


def noun(unit: str, value: Decimal, language: str) -> str:
    """The word for a currency or for people beside a number, in its plural; "" when it is not known."""
    locale = locale_of(language)
    base = language.split("-")[0].lower()
    if locale is None:
        return ""
    kind, _, code = unit.partition(":")
    if kind == "currency":
        name = get_currency_name(code, value, locale)
        return "" if name == code else name.lower() if base == "pt" else name
    forms = _NOUNS.get(unit, {}).get(base, "").split("|")
    return forms[_form(locale.plural_form(value), len(forms))]


def _form(plural: str, count: int) -> int:
    """Which of the listed forms a plural category takes."""
    if count == 1:
        return 0
    if count == 2:
        return 0 if plural == "one" else 1
    return {"one": 0, "two": 0, "few": 1, "many": 2}.get(plural, 3)
