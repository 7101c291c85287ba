"""Words for numbers: units, tens, hundreds and the scales above them, by language.

Written by hand; forms that a noun's case or gender demands are listed too. A word in `UNSURE` is
also an everyday word of its language ("a", "new", "on"): alone it is not taken for a number.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

from functools import lru_cache

# Zero to twenty in order, "/" between forms of one number.
_TO_TWENTY = {
    "en": "zero one/a/an two three four five six seven eight nine ten eleven twelve thirteen fourteen "
          "fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
          "quinze seize dix-sept dix-huit dix-neuf vingt/vingts",
    "de": "null ein/eine/einer/einen/einem/eines/eins zwei/zweier drei/dreier vier fünf sechs sieben "
          "acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn "
          "zwanzig",
    "es": "cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
          "quince dieciséis diecisiete dieciocho diecinueve veinte",
    "it": "zero un/uno/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
          "quattordici quindici sedici diciassette diciotto diciannove venti",
    "pt": "zero um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze "
          "catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito "
          "dezenove/dezanove vinte",
    "nl": "nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
          "vijftien zestien zeventien achttien negentien twintig",
    "pl": "zero jeden/jedna/jedno/jednego/jednej dwa/dwie/dwóch/dwoje/dwu/dwaj/dwoma "
          "trzy/trzech/trzej cztery/czterech/czterej pięć/pięciu sześć/sześciu siedem/siedmiu "
          "osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście/jedenastu "
          "dwanaście/dwunastu trzynaście/trzynastu czternaście/czternastu piętnaście/piętnastu "
          "szesnaście/szesnastu siedemnaście/siedemnastu osiemnaście/osiemnastu "
          "dziewiętnaście/dziewiętnastu dwadzieścia/dwudziestu",
    "ru": "ноль/нуль один/одна/одно/одного/одной/одну/одном два/две/двух/двум/двумя/двое "
          "три/трёх/трех/трём/трем/тремя/трое четыре/четырёх/четырех/четырем/четырьмя "
          "пять/пяти/пятью шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти "
          "одиннадцать/одиннадцати двенадцать/двенадцати тринадцать/тринадцати "
          "четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати "
          "семнадцать/семнадцати восемнадцать/восемнадцати девятнадцать/девятнадцати "
          "двадцать/двадцати",
    "ar": "صفر واحد/واحدة اثنان/اثنين/اثنتان/اثنتين/إثنان ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست "
          "سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع عشرة/عشر أحد_عشر اثنا_عشر/اثني_عشر ثلاثة_عشر "
          "أربعة_عشر خمسة_عشر ستة_عشر سبعة_عشر ثمانية_عشر تسعة_عشر عشرون/عشرين",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz on onbir oniki onüç ondört onbeş onaltı "
          "onyedi onsekiz ondokuz yirmi",
    "hi": "शून्य एक दो तीन चार पांच/पाँच छह/छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह "
          "सत्रह अठारह उन्नीस बीस",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "he": "אפס אחד/אחת שניים/שתיים/שני/שתי שלושה/שלוש ארבעה/ארבע חמישה/חמש שישה/שש שבעה/שבע "
          "שמונה תשעה/תשע עשרה/עשר",
    "ko": "영 하나/한 둘/두 셋/세 넷/네 다섯 여섯 일곱 여덟 아홉 열",
}  # fmt: skip

# Thirty to ninety by tens.
_TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "fr": "trente quarante cinquante soixante soixante-dix/septante "
          "quatre-vingt/quatre-vingts/huitante quatre-vingt-dix/nonante",
    "de": "dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
    "pl": "trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt/pięćdziesięciu "
          "sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu "
          "osiemdziesiąt/osiemdziesięciu dziewięćdziesiąt/dziewięćdziesięciu",
    "ru": "тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти "
          "семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
    "ar": "ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين "
          "تسعون/تسعين",
    "tr": "otuz kırk elli altmış yetmiş seksen doksan",
    "hi": "तीस चालीस पचास साठ सत्तर अस्सी नब्बे",
    "he": "שלושים ארבעים חמישים שישים שבעים שמונים תשעים",
}  # fmt: skip

# One hundred to nine hundred, where they are words of their own; else only one hundred.
_HUNDREDS = {
    "en": "hundred/hundreds", "fr": "cent/cents", "de": "hundert", "nl": "honderd", "tr": "yüz",
    "es": "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
          "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas "
          "ochocientos/ochocientas novecientos/novecientas",
    "it": "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
    "pt": "cem/cento duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas "
          "quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas "
          "oitocentos/oitocentas novecentos/novecentas",
    "pl": "sto/stu dwieście/dwustu trzysta/trzystu czterysta/czterystu pięćset sześćset siedemset "
          "osiemset dziewięćset",
    "ru": "сто/ста двести/двухсот триста/трёхсот/трехсот четыреста/четырехсот пятьсот/пятисот "
          "шестьсот/шестисот семьсот/семисот восемьсот/восьмисот девятьсот/девятисот",
    "ar": "مئة/مائة مئتان/مئتين/مائتان/مائتين ثلاثمئة/ثلاثمائة أربعمئة/أربعمائة خمسمئة/خمسمائة "
          "ستمئة/ستمائة سبعمئة/سبعمائة ثمانمئة/ثمانمائة تسعمئة/تسعمائة",
    "hi": "सौ", "he": "מאה מאתיים", "id": "seratus",
}  # fmt: skip

# Scales: power of ten, then its words.
_SCALES = {
    "en": {3: "thousand thousands k", 6: "million millions mn", 9: "billion billions bn",
           12: "trillion trillions tn"},
    "fr": {3: "mille milliers millier k", 6: "million millions", 9: "milliard milliards md mds",
           12: "billion billions"},
    "de": {3: "tausend tsd", 6: "million millionen mio mill", 9: "milliarde milliarden mrd",
           12: "billion billionen"},
    "es": {3: "mil miles", 6: "millón millones mill mm", 9: "millardo millardos",
           12: "billón billones"},
    "it": {3: "mille mila migliaia", 6: "milione milioni mln", 9: "miliardo miliardi mld mrd",
           12: "bilione bilioni"},
    "pt": {3: "mil milhares", 6: "milhão milhões mi", 9: "bilhão bilhões bi", 12: "trilhão trilhões"},
    "pt-pt": {3: "mil milhares", 6: "milhão milhões", 9: "mil_milhões", 12: "bilião biliões"},
    "nl": {3: "duizend", 6: "miljoen miljoenen mln", 9: "miljard miljarden mld mrd",
           12: "biljoen biljoenen"},
    "pl": {3: "tysiąc tysiące tysięcy tysiąca tysiącach tys", 6: "milion miliony milionów miliona mln",
           9: "miliard miliardy miliardów miliarda mld", 12: "bilion biliony bilionów bln"},
    "ru": {3: "тысяча тысячи тысяч тысячу тысячам тысячами тысячах тыс",
           6: "миллион миллиона миллионов миллионам миллионами миллионах млн",
           9: "миллиард миллиарда миллиардов миллиардам миллиардами миллиардах млрд",
           12: "триллион триллиона триллионов трлн"},
    "uk": {3: "тисяча тисячі тисяч тисячу тис", 6: "мільйон мільйони мільйона мільйонів млн",
           9: "мільярд мільярди мільярда мільярдів млрд", 12: "трильйон трильйони трильйонів трлн"},
    "bg": {3: "хиляда хиляди хил", 6: "милион милиона милиони млн", 9: "милиард милиарда милиарди млрд"},
    "cs": {3: "tisíc tisíce tisíců tis", 6: "milion miliony milionů milionu mil",
           9: "miliarda miliardy miliard mld", 12: "bilion bilionů"},
    "ar": {3: "ألف آلاف ألفا الف ألفًا", 6: "مليون ملايين مليونا مليونًا",
           9: "مليار مليارات بليون مليارا مليارًا", 12: "تريليون تريليونات"},
    "fa": {3: "هزار", 6: "میلیون", 9: "میلیارد", 12: "تریلیون"},
    "he": {3: "אלף אלפים אלפי", 6: "מיליון מיליוני מיליונים", 9: "מיליארד מיליארדי", 12: "טריליון"},
    "tr": {3: "bin", 6: "milyon", 9: "milyar", 12: "trilyon"},
    "el": {3: "χίλια χιλιάδες χιλιάδων", 6: "εκατομμύριο εκατομμύρια εκατομμυρίων εκατ",
           9: "δισεκατομμύριο δισεκατομμύρια δισεκατομμυρίων δισ"},
    "hi": {3: "हज़ार हजार", 5: "लाख", 6: "मिलियन", 7: "करोड़ करोड", 9: "अरब बिलियन"},
    "vi": {3: "nghìn ngàn", 6: "triệu", 9: "tỷ tỉ"},
    "id": {3: "ribu", 6: "juta", 9: "miliar milyar", 12: "triliun"},
    "ro": {3: "mie mii", 6: "milion milioane", 9: "miliard miliarde"},
    "sv": {3: "tusen", 6: "miljon miljoner mn", 9: "miljard miljarder md", 12: "biljon biljoner"},
    "da": {3: "tusind tusinde", 6: "million millioner mio", 9: "milliard milliarder mia"},
    "no": {3: "tusen", 6: "million millioner mill", 9: "milliard milliarder mrd"},
    "fi": {3: "tuhat tuhatta tuhannen", 6: "miljoona miljoonaa miljoonan milj",
           9: "miljardi miljardia miljardin mrd"},
    "hu": {3: "ezer", 6: "millió", 9: "milliárd"},
}  # fmt: skip

_ANYWHERE = {"lakh": 5, "lakhs": 5, "crore": 7, "crores": 7}

UNSURE = {
    "en": "zero one a an", "fr": "un une zéro neuf", "de": "ein eine einer einen einem eines eins null acht elf",
    "es": "un uno una cero once", "it": "un uno una zero sei", "pt": "um uma zero",
    "nl": "een één nul acht", "pl": "jeden jedna jedno jednego jednej zero sto",
    "ru": "один одна одно одного одной одну одном ноль нуль", "ar": "واحد واحدة صفر ست",
    "tr": "bir on bin yüz altı yedi kırk elli", "hi": "एक दो सात नौ", "he": "אחד אחת שני שתי שש עשר", "id": "satu",
    "ko": "한 두 세 네 열 영",
}  # fmt: skip
"""Number words that alone are more often something else."""

CONNECTORS = frozenset("and et und y e en i и و".split())
"""Words between the parts of one number: "two hundred and five", "vingt et un"."""


@lru_cache(maxsize=64)
def number_words(language: str) -> dict[str, int]:
    """Folded word -> value below a thousand; "_" stands for a space inside a word."""
    base = language.split("-")[0].lower()
    words: dict[str, int] = {}
    for value, forms in enumerate(_TO_TWENTY.get(base, "").split()):
        words.update(dict.fromkeys(forms.split("/"), value))
    for index, forms in enumerate(_TENS.get(base, "").split()):
        words.update(dict.fromkeys(forms.split("/"), 30 + 10 * index))
    for index, forms in enumerate(_HUNDREDS.get(base, "").split()):
        words.update(dict.fromkeys(forms.split("/"), 100 + 100 * index))
    words.update(_compounds(base, words))
    return words


def _compounds(language: str, words: dict[str, int]) -> dict[str, int]:
    """Numbers that are written as one word: fünfundzwanzig, vijfentwintig, ventuno, veintiuno."""
    units = {word: value for word, value in words.items() if 0 < value < 10}
    tens = {word: value for word, value in words.items() if 20 <= value < 100 and value % 10 == 0}
    made: dict[str, int] = {}
    if language in ("de", "nl"):
        joint = {"de": ("und",), "nl": ("en", "ën")}[language]
        made = {u + j + t: tens[t] + units[u] for u in units for t in tens for j in joint}
        hundred = "hundert" if language == "de" else "honderd"
        thousand = "tausend" if language == "de" else "duizend"
        hundreds = {u + hundred: 100 * units[u] for u in units} | {hundred: 100}
        made |= _after_hundreds(hundreds, words | made) | hundreds
        made |= {u + thousand: 1000 * v for u, v in words.items() if 0 < v <= 20}
    if language == "it":
        for ten, value in tens.items():
            for unit, digit in units.items():
                stem = ten[:-1] if unit[0] in "uo" else ten
                made[stem + ("tré" if unit == "tre" else unit)] = value + digit
                made[stem + unit] = value + digit
        hundreds = {word: value for word, value in words.items() if value >= 100}
        made |= _after_hundreds(hundreds, words | made)
        made |= {u + "mila": 1000 * v for u, v in words.items() if 1 < v <= 20}
    if language == "es":
        made = {"veinti" + u: 20 + v for u, v in units.items()}
        made |= {"veintidós": 22, "veintitrés": 23, "veintiséis": 26, "veintiún": 21}
    if language == "ar":
        made = {"ألفان": 2000, "ألفين": 2000, "مليونان": 2_000_000, "مليونين": 2_000_000}
    return made


def _after_hundreds(hundreds: dict[str, int], words: dict[str, int]) -> dict[str, int]:
    """Hundreds with what is written on to them: zweihundertfünfzig, centocinquanta."""
    below = [(word, value) for word, value in words.items() if 0 < value < 100]
    return {h + word: hundred + value for h, hundred in hundreds.items() for word, value in below}


@lru_cache(maxsize=64)
def scale_words(language: str) -> dict[str, int]:
    """Folded word -> power of ten. An unknown language gets the words on which all agree."""
    base = language.split("-")[0].lower()
    chosen = _SCALES.get(language.lower(), _SCALES.get(base))
    words = dict(_ANYWHERE)
    if chosen is not None:
        for power, forms in chosen.items():
            words.update(dict.fromkeys(forms.split(), power))
        return words
    return words | _agreed()


@lru_cache(maxsize=1)
def _agreed() -> dict[str, int]:
    """Scale words that mean the same wherever they occur ("million", not "billion")."""
    powers: dict[str, set[int]] = {}
    for table in _SCALES.values():
        for power, forms in table.items():
            for word in forms.split():
                powers.setdefault(word, set()).add(power)
    return {
        word: found.pop() for word, found in powers.items() if len(found) == 1 and len(word) > 3
    }


@lru_cache(maxsize=64)
def unsure_words(language: str) -> frozenset[str]:
    """Number words that alone are not taken for a number."""
    return frozenset(UNSURE.get(language.split("-")[0].lower(), "").split())
