"""What language a text is in, which scripts it uses, and its one normal form.

The script decides first: Greek, Thai or Hangul name their language by themselves, and no statistics
over two words can do better. Where several languages share a script, py3langid (a port of
langid.py: Lui and Baldwin, "langid.py: An Off-the-shelf Language Identification Tool", ACL 2012)
ranks them and common function words vote, because a question of five words is too short for byte
statistics alone.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from functools import cache, lru_cache
from typing import Any, Literal

from rag.types import UNKNOWN_LANGUAGE

CORE_LANGUAGES = (
    "en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "tr",
)  # fmt: skip
"""Languages that the shipped models were trained on, most text first."""

COMMON = "Common"
"""Script of what belongs to no script: digits, punctuation, symbols, combining accents."""

_FIRST_WORDS = {
    "CJK": "Han", "IDEOGRAPHIC": "Han", "HANGZHOU": "Han", "FULLWIDTH": "Latin",
    "HALFWIDTH": "Katakana", "KATAKANA-HIRAGANA": "Katakana", "MODIFIER": COMMON,
    "COMBINING": COMMON, "FEMININE": "Latin", "MASCULINE": "Latin", "VULGAR": COMMON,
    "KELVIN": "Latin", "ANGSTROM": "Latin", "MICRO": "Greek", "OHM": "Greek",
}  # fmt: skip

_ONE_LANGUAGE = {
    "Greek": "el", "Hebrew": "he", "Thai": "th", "Lao": "lo", "Khmer": "km", "Myanmar": "my",
    "Tibetan": "bo", "Georgian": "ka", "Armenian": "hy", "Hangul": "ko", "Tamil": "ta",
    "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Gujarati": "gu",
    "Gurmukhi": "pa", "Oriya": "or", "Thaana": "dv", "Syriac": "syr", "Mongolian": "mn",
    "Ethiopic": "am", "Cherokee": "chr", "Han": "zh", "Hiragana": "ja", "Katakana": "ja",
    "Bopomofo": "zh",
}  # fmt: skip

_SEVERAL = {
    "Latin": (
        "en fr de es it pt nl pl tr ro cs sk hu sv da no fi et lv lt hr sl sq vi id ms "
        "sw af ca eu gl ga cy is mt az tl"
    ),
    "Cyrillic": "ru uk bg sr mk be kk ky mn",
    "Arabic": "ar fa ur ps ug",
    "Devanagari": "hi mr ne",
    "Bengali": "bn as",
}

_SAME = {"nb": "no", "nn": "no", "bs": "hr", "jv": "id", "fil": "tl"}
"""Labels of py3langid that its statistics cannot hold apart on short text."""

# Frequent words that few other languages share; they settle questions of a few words.
_FUNCTION_WORDS = {
    "en": "the of and is are was were what who how many does did do which when where why in to for "
          "with by have has his her their this that from it be much not you there can",
    "fr": "le la les des du un une et est sont qui que quel quelle quels quelles combien où quand "
          "pourquoi comment dans pour avec sur par au aux a été il elle se ce cette ont son leur",
    "de": "der die das und ist sind war wer was wie viele welche welcher welches wann wo warum den "
          "dem des ein eine einen einer im in von mit auf für nicht wurde hat haben werden sich zu",
    "es": "el la los las de del y es son fue quién qué cuál cuáles cuántos cuántas cuándo dónde por "
          "cómo en con para una un se su que al ha han está tiene cuánto",
    "it": "il lo la gli le di del della dei e è sono chi che cosa quale quali quanti quante quando "
          "dove perché come in con per una un nel nella si è stato ha hanno quanto",
    "pt": "o a os as do da dos das e é são foi quem que qual quais quantos quantas quando onde "
          "porque como em com para uma um no na não se seu sua ao tem quanto",
    "nl": "de het een en is zijn was wie wat hoe veel welke wanneer waar waarom van in op voor met "
          "niet wordt werd heeft hebben worden dat er aan bij naar",
    "pl": "i w z na jest są był kto co jak ile który która które kiedy gdzie dlaczego nie do się "
          "przez od dla czy oraz został ma",
    "tr": "ve bir bu ne kim nasıl kaç hangi zaman nerede neden için ile mi mı mu mü olan olarak "
          "değil var kaçtır nedir kimdir kadar",
    "ro": "și este sunt cine ce cât câte câți care când unde cum în cu pentru din la de nu a fost",
    "sv": "och är var vem vad hur många vilken vilket vilka när varför som på med för inte den det ett",
    "da": "og er hvem hvad hvor mange hvilken hvilket hvilke hvornår hvorfor som på med for ikke den",
    "no": "og er hvem hva hvor mange hvilken hvilket hvilke når hvorfor som på med for ikke den det",
    "cs": "a je jsou kdo co jak kolik který která které kdy kde proč na se v z do pro není byl",
    "hu": "a az és egy ki mi hogyan hány melyik mikor hol miért nem van volt hogy",
    "fi": "ja on kuka mikä miten kuinka monta mitkä milloin missä miksi ei ovat oli että",
    "vi": "là của và có ai gì bao nhiêu nào khi đâu tại sao những các được trong cho ở người",
    "id": "yang dan adalah siapa apa bagaimana berapa mana kapan di untuk dengan tidak dari ke ini",
    "ca": "el la els les de del i és són qui què quin quina quants quantes quan on per com amb una un",
    "ru": "и в на кто что как сколько какой какая какие когда где почему не с по из для это был",
    "uk": "і в на хто що як скільки який яка які коли де чому не з по із для це був та є у",
    "bg": "и в на кой какво как колко коя кое кои кога къде защо не с по от за е са се да",
    "sr": "и у на ко шта како колико који која које када где зашто не са по из за је су се да",
    "be": "і ў на хто што як колькі які якая калі дзе чаму не з па для гэта быў",
    "ar": "في من على ما هو هي كم متى أين كيف لماذا هل التي الذي إلى عن كان هذا هذه",
    "fa": "در از به که است چه چند کی کجا چرا چگونه را این با برای آن و می شد",
    "ur": "میں سے کی کے کا ہے ہیں کیا کون کتنے کب کہاں کیوں کیسے نے کو اور یہ پر",
    "he": "של את על לא הוא היא זה עם כל גם או אם כי מה מי איך כמה מתי איפה יש אין היה אל בין "
    "לפני אחרי בכל מכל לכל ויש בו בה שלא וגם רק עד אך מן זו הם אשר יותר חוץ",
    "el": "και το της η ο του να με για είναι από στο στη στην τα οι δεν που τι ποιος πόσα πότε πού",
    "hi": "है हैं का की के में से क्या कौन कितने कब कहाँ क्यों कैसे ने को और यह पर था",
    "mr": "आहे आहेत चा ची चे मध्ये काय कोण किती कधी कुठे का कसे ने आणि हे होते",
    "ne": "छ छन् को मा बाट के कसले कति कहिले कहाँ किन कसरी ले र यो थियो",
}  # fmt: skip

# Letters that only some languages of a script write; one in a text is half a vote.
_LETTERS = {
    "de": "ßäöü", "fr": "œçèêùû", "es": "ñ¿¡", "pt": "ãõ", "pl": "ąęłńśźż", "tr": "ığş", "cs": "řěů",
    "hu": "őű", "vi": "ơưạảấầẩẫậắằặẹẻếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỹ", "ro": "șțăşţ", "sv": "åäö",
    "da": "åøæ", "no": "åøæ", "fi": "äö", "sk": "ľĺŕ", "lv": "āēīūģķļņ", "lt": "ėįųū", "is": "ðþ",
    "et": "õäö", "az": "əğı", "ru": "ыэё", "be": "ўыэё", "uk": "іїєґ", "bg": "ъщ", "sr": "јљњћђџ",
    "mk": "јљњѓќѕ", "kk": "әғқңұһ", "ky": "ңөүыэё", "mn": "өүыэё",
}  # fmt: skip

_VOTERS = 40  # words of a text that are looked at
_LIKELY = 1.5  # what being a core language adds when a text leaves the choice open
_RIGHT_TO_LEFT_NAMES = "ar fa he ur ps ug yi ji iw sd ckb dv syr arc azb lrc mzn"
_RIGHT_TO_LEFT = frozenset(_RIGHT_TO_LEFT_NAMES.split())

_ENOUGH_FOR_STATISTICS = 200  # letters; above it a text is not a question but a document
_LARGEST_SAMPLE = 60_000  # characters read of a document, in even slices over all of it
_LARGEST_RANKED = 1_200  # characters of them that py3langid reads, at about 5 µs each
_SURE = 0.5  # share of the probability that the best language must have among its rivals
_SURE_OF_SCRIPT = 0.3  # the same where the script has already left only a few

# ZERO WIDTH SPACE, bidi marks and overrides, word joiner and invisible operators, soft hyphen, BOM,
# Mongolian vowel separator, interlinear annotation and tag characters: nothing a reader sees.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_WORDS = re.compile(r"[\s\d.,;:!?¿¡()\[\]{}«»“”„\"‘’'…/|–—।؟،؛_-]+")
_JOINERS = re.compile("[\u200c\u200d]+")
_SELECTORS = re.compile(
    "([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_JOINING_SCRIPTS_NAMES = (
    "Arabic Syriac Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada "
    "Malayalam Sinhala Khmer Myanmar Tibetan Thaana"
)
_JOINING_SCRIPTS = frozenset(_JOINING_SCRIPTS_NAMES.split())


def normalise(text: str) -> str:
    """The form in which every text is stored and compared; applying it twice changes nothing.

    Unicode NFC, line feeds as line ends, no control characters but tab and line end, no lone surrogates,
    and no characters that a reader cannot see, which would hide words from search or from people:
    zero-width spaces, bidi controls, soft hyphens, runs of variation selectors. Joiners stay where
    the script needs them (Persian, Indic scripts, emoji).
    """
    text = _LINE_END.sub("\n", text)
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    text = _HIDDEN.sub("", text)
    # Taking out a joiner can bring selectors together, and the other way round; each round shortens.
    shorter = _without_idle(text)
    while shorter != text:
        text, shorter = shorter, _without_idle(shorter)
    return unicodedata.normalize("NFC", text)


def _without_idle(text: str) -> str:
    """The text without repeated variation selectors and joiners that join nothing."""
    return _JOINERS.sub(_needed_joiner, _SELECTORS.sub(r"\1", text))


def _needed_joiner(match: re.Match[str]) -> str:
    """The first of a run of joiners when it stands after a letter that joins, else nothing."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    joins = bool(before) and (
        _script_with_marks(before) in _JOINING_SCRIPTS
        # Emoji sequences: symbol, skin tone or variation selector, joiner, symbol.
        or (match[0][0] == "\u200d" and _is_emoji(before) and bool(after) and _is_emoji(after))
    )
    return match[0][0] if joins else ""


def _is_emoji(char: str) -> bool:
    return char == "\ufe0f" or unicodedata.category(char) in ("So", "Sk")


@lru_cache(maxsize=65_536)
def _script_with_marks(char: str) -> str:
    """The script named in the character's Unicode name, whatever its category."""
    word = unicodedata.name(char, COMMON).split(" ", 1)[0]
    return _FIRST_WORDS.get(word, word.capitalize())


@lru_cache(maxsize=65_536)
def script_of(char: str) -> str:
    """The script of one character ("Latin", "Cyrillic", "Han", "Hiragana"…), or "Common".

    Taken from the Unicode name, which begins with the script for letters and vowel signs.
    """
    return _script_with_marks(char) if unicodedata.category(char)[0] in "LM" else COMMON


def scripts(text: str) -> dict[str, int]:
    """How many letters of each script a text has, most first; empty when it has no letters."""
    found: Counter[str] = Counter()
    for char, times in Counter(text).items():
        found[script_of(char)] += times
    found.pop(COMMON, None)
    return dict(found.most_common())


def detect(text: str) -> str:
    """The language of a text as a BCP-47 code, or "und" when there is too little to tell.

    Reads the whole text, or even slices over all of it when it is long. Names in Latin letters
    inside a short text of another script do not decide: such a text is written in the other.
    """
    sample = _sample(text, _LARGEST_SAMPLE)
    script = _main_script(scripts(sample))
    if script == "Han":
        return _han_language(sample)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script not in _SEVERAL:
        return UNKNOWN_LANGUAGE
    return _among(sample, script, tuple(_SEVERAL[script].split()))


def fluency(text: str) -> float:
    """Share of the words that are frequent words of the text's own language, 0 to 1.

    Near zero for text read in a wrong encoding, and for lists; unknown for languages without a
    list of such words, where it is 0 too.
    """
    known = _function_words(detect(text))
    words = _words(text)
    return sum(word in known for word in words) / max(len(words), 1)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written."""
    parts = language.lower().replace("_", "-").split("-")
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or "arab" in parts[1:] else "ltr"


def native_name(language: str) -> str:
    """The language's name in itself ("français", "日本語"); the code when it is not known."""
    return _display_name(language, None)


def english_name(language: str) -> str:
    """The language's name in English; the code when it is not known."""
    return _display_name(language, "en")


@cache
def _display_name(language: str, reader: str | None) -> str:
    from babel import Locale, UnknownLocaleError  # loads tables: only when a name is shown

    try:
        locale = Locale.parse(language, sep="-")
        name = locale.get_language_name(reader)
    except (UnknownLocaleError, ValueError, TypeError):
        return language
    return str(name) if name else language


def _sample(text: str, largest: int) -> str:
    """The text, or ten even slices of it when it has more than `largest` characters."""
    if len(text) <= largest:
        return text
    size, step = largest // 10, len(text) // 10
    return "\n".join(text[i * step : i * step + size] for i in range(10))


def _main_script(counts: dict[str, int]) -> str:
    """The script that a text is written in, "" when it has no letters."""
    if not counts:
        return ""
    short = sum(counts.values()) < _ENOUGH_FOR_STATISTICS
    # A character of these scripts says as much as two or three Latin letters; in a short text,
    # Latin letters are often only names.
    weights = {
        name: n
        * (1.0 if name == "Latin" else 4.0 if short else 2.5 if name in _ONE_LANGUAGE else 1.0)
        for name, n in counts.items()
    }
    kana = weights.get("Hiragana", 0.0) + weights.get("Katakana", 0.0)
    if kana and kana > 0.05 * weights.get("Han", 0.0):
        weights["Hiragana"] = kana + weights.pop("Han", 0.0)
    if "Hangul" in weights and weights["Hangul"] > 0.2 * weights.get("Han", 0.0):
        weights["Hangul"] += weights.pop("Han", 0.0)
    return max(weights, key=lambda name: weights[name])


def _han_language(text: str) -> str:
    """Chinese, or Japanese when the characters without kana beside them are only used there."""
    origins = Counter(_han_origin(char) for char in text)
    return "ja" if origins["ja"] > origins["zh"] else "zh"


@lru_cache(maxsize=65_536)
def _han_origin(char: str) -> str:
    """The language whose national character set alone has this character: "ja", "zh" or ""."""
    japanese = _encodes(char, "shift_jis")
    chinese = _encodes(char, "gb2312") or _encodes(char, "big5")
    if japanese == chinese or script_of(char) != "Han":
        return ""
    return "ja" if japanese else "zh"


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _among(text: str, script: str, languages: tuple[str, ...]) -> str:
    """The most probable of the languages that share a script, "und" when none is clearly ahead."""
    if (
        script == "Arabic"
        and re.search("[ٹڈڑںےہ]", text) is None
        and not re.search("[پچژگکی]", text)
    ):
        languages = ("ar",)  # none of the letters that Persian, Urdu or Pashto add
    shares = dict.fromkeys(languages, 1e-6)
    for label, probability in _identifier().rank(_sample(text, _LARGEST_RANKED)):
        label = _SAME.get(label, label)
        if label in shares:
            shares[label] += probability
    words = _words(text)
    votes = {name: _vote(words, name) for name in languages}
    # A vote multiplies: three function words outweigh what statistics say about a short text,
    # in a long one both agree.
    weighed = {
        name: share * 4.0 ** votes[name] * (_LIKELY if name in CORE_LANGUAGES else 1.0)
        for name, share in shares.items()
    }
    best = max(weighed, key=lambda name: weighed[name])
    needed = _SURE if script == "Latin" else _SURE_OF_SCRIPT
    sure = weighed[best] >= needed * sum(weighed.values())
    enough = len(words) >= 3 or votes[best] > 0 or script != "Latin"
    return best if sure and enough else UNKNOWN_LANGUAGE


def _words(text: str) -> list[str]:
    """Up to 40 lower-case words, evenly over the whole text."""
    words = [word for word in _NOT_IN_WORDS.split(text.lower()) if word]
    return words[:: max(1, len(words) // _VOTERS)][:_VOTERS]


def _vote(words: list[str], language: str) -> float:
    """Function words among some words, and half a vote for each letter of the language's own."""
    known, letters = _function_words(language), set("".join(words))
    found = sum(word in known for word in words)
    return min(12.0, found + 0.5 * len(letters.intersection(_LETTERS.get(language, ""))))


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


@cache
def _identifier() -> Any:
    """py3langid's model with probabilities; loaded once, when first needed (about 0.1 s)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # As lists of numbers their counts of references are written at every look, and so a forked
    # copy of this process (rag/load/isolated) would copy 2 MB for each file.
    found.tk_output = array("i", found.tk_output)
    found._rowbase = array("i", found._rowbase)
    return found
