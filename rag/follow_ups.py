"""Words by which a question leans on the one before, by language."""

# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from functools import cache

# Words that begin a question which continues the one before.
_CONTINUES = {
    "en": r"and(?: what about| how about)?|but|what about|how about|or|then|so",
    "fr": r"et(?: pour| quant à)?|mais|ou|alors|qu'en est-il (?:de|du|des)",
    "de": r"und|aber|oder|dann|wie sieht es (?:bei|mit)|was ist mit",
    "es": r"y(?: qué hay de)?|e|pero|o|entonces|qué hay de(?:l)?",
    "it": r"e|ma|o|invece|allora",
    "pt": r"e(?: quanto a)?|mas|ou|então|e quanto",
    "nl": r"en|maar|of|hoe zit het met",
    "pl": r"a|i|ale|albo|a co z",
    "ru": r"а|и|но|или|как насчёт|как насчет",
    "uk": r"а|і|й|та|але|або",
    "bg": r"а|и|но|или",
    "tr": r"ya|peki(?: ya)?|ve|ama|veya",
    "ar": r"وماذا عن|ماذا عن|وماذا|لكن|أو|و",
    "fa": r"و|اما|یا",
    "zh": r"那么|那|还有|而|但是?|那麼|還有",
    "ja": r"では|じゃあ|それでは|それ(?:で|なら)|また|そして|でも",
    "ko": r"그럼|그러면|그리고|하지만|그런데",
    "hi": r"और|लेकिन|या|तो",
    "vi": r"còn|và|nhưng|thế còn",
    "id": r"dan|tapi|atau|bagaimana dengan",
    "sv": r"och|men|eller|hur är det med",
    "da": r"og|men|eller|hvad med",
    "no": r"og|men|eller|hva med",
    "fi": r"ja|mutta|entä(?:s)?|tai",
    "cs": r"a|ale|nebo|a co",
    "ro": r"și|dar|sau|dar ce zici de",
    "hu": r"és|de|vagy|mi a helyzet",
    "el": r"και|αλλά|ή",
    "he": r"ומה לגבי|ומה|מה לגבי|אבל|או|ו",
    "th": r"แล้ว|และ|แต่|หรือ",
    "ca": r"i|però|o",
}

# Words that stand for somebody or something named before.
_PERSONS = {
    "en": r"it|its|they|their|them|he|his|him|she|her",
    "fr": r"il|elle|ils|elles|leur|leurs|son|sa|ses|l'a|l'ont|lui",
    "de": r"er|es|sie|ihn|ihm|ihr|ihre|ihren|ihrem|sein|seine|seinen",
    "es": r"él|ella|ellos|ellas|su|sus",
    "it": r"esso|essa|loro|lui|lei|suo|sua|suoi|sue|la|lo",
    "pt": r"ele|ela|eles|elas|seu|sua|seus|suas",
    "nl": r"hij|zij|ze|hun|haar|zijn",
    "pl": r"on|ona|oni|one|ich|jego|jej|go|ją",
    "ru": r"он|она|они|оно|его|её|ее|их|ему|ей|им",
    "uk": r"він|вона|вони|воно|його|її|їх|йому|їй",
    "tr": r"o|onlar|onun|onların|onu|ona",
    "zh": r"它们?|他们?|她们?|其",
    "ja": r"それ|その|彼女?|彼ら",
    "ko": r"그것|그는|그가|그녀|그들|그의",
    "hi": r"वह|उस|उसका|उसकी|उसके|उसने|उनके|वे|उन्होंने",
    "vi": r"nó|họ|ông ấy|bà ấy",
    "sv": r"den|han|hon|de|deras|hans|hennes|dess",
    "cs": r"on|ona|oni|jeho|její|jejich",
    "el": r"αυτός|αυτή|αυτό|του|της|τους",
}

# Words that may stand for a thing named before, and often do not.
_THINGS = {
    "en": r"that|this|those|these|there",
    "fr": r"cela|ça|celui-ci|celle-ci|y|là",
    "de": r"dies|dieser|diese|dieses|dort|davon|dafür",
    "es": r"eso|esto|ese|esa|allí",
    "it": r"questo|quello|lì",
    "pt": r"isso|isto|lá",
    "nl": r"dat|dit|daar",
    "pl": r"to|tam",
    "ru": r"это|этот|эта|там",
    "uk": r"це|там",
    "tr": r"bu|bunun|orada",
    "ar": r"ذلك|هناك|هذا|هذه",
    "zh": r"那里|该公司|这家公司",
    "ja": r"そこ|これ",
    "ko": r"거기|이것",
    "hi": r"यह|वहाँ|इसका|इसकी",
    "cs": r"to|tam",
    "sv": r"detta|där",
}
_FEW_ENOUGH = 4  # terms of a question in which such a word stands for something named before

SMALL_WORDS = frozenset(
    "the year l année an anno año ano anul jaar jahr jahre roku rok roce rokem году год року рік рокові "
    "година години år året vuonna vuoden yılında yılı yıl da de ta te den için عام سنة سال năm pada tahun "
    "έτος ετος साल वर्ष में בשנת שנת in im en em nel nell nella no na w we v ve в во у през i for pour für "
    "per para por pro với about bei von zu mit met van avec con com with z і și la à au aux".split()
)
"""Words that may stand beside the one thing that a follow-up changes, in any language."""

PARTICLES = "呢|吗|年|は|の場合|なら|には|에서는|년|에는|은|는|요|ล่ะ|ครับ|คะ"
"""What scripts without spaces hang on to a word that a follow-up consists of."""

_ANY_SCRIPT_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_PREFIXING = re.compile("[\u0590-\u06ff]")


def leading_words(question: str, language: str, anywhere: bool = False) -> str:
    """The beginning of a question that says that it continues: "And ", "¿Y ", "那么"; else "".

    `anywhere` looks in the tables of all languages, for texts too short to tell theirs.
    """
    base = language.split("-")[0]
    known = [base] if base in _CONTINUES else list(_CONTINUES)
    known += [name for name in _CONTINUES if anywhere and name not in known]
    for name in known:
        match = _continuing(name, _word_end(question)).match(question)
        if match:
            return match[0]
    return ""


def refers_back(question: str, language: str, first_name: int | None, terms: int) -> bool:
    """Whether a word of the question stands for something that was named before it.

    `first_name` is where the first name stands in the question, None without one: what comes after
    it may stand for that name. `terms` is how many words of weight the question has.
    """
    base = language.split("-")[0]
    person = _referring(base, True).search(question) if base in _PERSONS else None
    if person and (first_name is None or person.start() < first_name):
        return True
    thing = _referring(base, False).search(question) if base in _THINGS else None
    return thing is not None and first_name is None and terms <= _FEW_ENOUGH


def _word_end(question: str) -> str:
    if _ANY_SCRIPT_WITHOUT_SPACES.match(question):
        return r"[、，,]?"
    if _PREFIXING.match(question):
        # Arabic and Hebrew write "and" as a prefix of the next word: of a question word, it leads.
        return r"(?=\s|ماذا|في|من|كم|متى|أين|كيف|لماذا|هل|מה|כמה|מי|מתי|איפה|ב|$)"
    return r"(?!\w)(?!['’]\w)"


@cache
def _continuing(language: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"[¿¡\s]*(?:{_CONTINUES[language]}){end}", re.IGNORECASE)


@cache
def _referring(language: str, persons: bool) -> re.Pattern[str]:
    words = (_PERSONS if persons else _THINGS)[language]
    if language in ("zh", "ja"):
        return re.compile(words)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
