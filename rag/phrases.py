"""The few sentences that the program says by itself, each in the reader's language.

A language without an entry gets a form without words, never English.
"""

from __future__ import annotations

from functools import cache

from rag.types import UNKNOWN_LANGUAGE

NEUTRAL_FRAME = "“{quote}” — {title}{note} [{n}]"
NEUTRAL_REFUSAL = "∅"

# {note} is the language of the document in parentheses, or nothing.
FRAMES = {
    "en": "The document “{title}”{note} says: “{quote}” [{n}]",
    "fr": "Le document «\u00a0{title}\u00a0»{note} dit\u00a0: «\u00a0{quote}\u00a0» [{n}]",
    "de": "Im Dokument „{title}“{note} steht: „{quote}“ [{n}]",
    "es": "El documento «{title}»{note} dice: «{quote}» [{n}]",
    "it": "Il documento «{title}»{note} dice: «{quote}» [{n}]",
    "pt": "O documento “{title}”{note} diz: “{quote}” [{n}]",
    "nl": "In het document ‘{title}’{note} staat: ‘{quote}’ [{n}]",
    "pl": "W dokumencie „{title}”{note} czytamy: „{quote}” [{n}]",
    "ru": "В документе «{title}»{note} сказано: «{quote}» [{n}]",
    "zh": "文档《{title}》{note}写道：“{quote}” [{n}]",
    "zh-Hant": "文件《{title}》{note}寫道：「{quote}」 [{n}]",
    "ja": "文書「{title}」{note}には次のように書かれています：「{quote}」 [{n}]",
    "ar": "جاء في المستند «{title}»{note}: «{quote}» [{n}]",
    "tr": "“{title}” belgesinde{note} şöyle yazıyor: “{quote}” [{n}]",
    "ko": "문서 “{title}”{note}에는 다음과 같이 적혀 있습니다: “{quote}” [{n}]",
    "hi": "दस्तावेज़ “{title}”{note} में लिखा है: “{quote}” [{n}]",
    "uk": "У документі «{title}»{note} сказано: «{quote}» [{n}]",
    "vi": "Tài liệu “{title}”{note} viết: “{quote}” [{n}]",
    "el": "Στο έγγραφο «{title}»{note} αναφέρεται: «{quote}» [{n}]",
    "he": "במסמך ”{title}“{note} כתוב: ”{quote}“ [{n}]",
    "fa": "در سند «{title}»{note} آمده است: «{quote}» [{n}]",
    "th": "เอกสาร “{title}”{note} ระบุว่า “{quote}” [{n}]",
    "id": "Dokumen “{title}”{note} menyatakan: “{quote}” [{n}]",
    "sv": "I dokumentet ”{title}”{note} står det: ”{quote}” [{n}]",
    "da": "I dokumentet »{title}«{note} står der: »{quote}« [{n}]",
    "no": "I dokumentet «{title}»{note} står det: «{quote}» [{n}]",
    "fi": "Asiakirjassa ”{title}”{note} sanotaan: ”{quote}” [{n}]",
    "cs": "V dokumentu „{title}“{note} stojí: „{quote}“ [{n}]",
    "ro": "În documentul „{title}”{note} scrie: „{quote}” [{n}]",
    "hu": "A dokumentum – „{title}”{note} – szövege: „{quote}” [{n}]",
    "bg": "В документа „{title}“{note} пише: „{quote}“ [{n}]",
    "ca": "El document «{title}»{note} diu: «{quote}» [{n}]",
}

REFUSALS = {
    "en": "The documents do not say. The nearest passages are shown.",
    "fr": "Les documents ne le disent pas. Les passages les plus proches sont affichés.",
    "de": "Die Dokumente sagen dazu nichts. Die nächstliegenden Textstellen werden gezeigt.",
    "es": "Los documentos no lo dicen. Se muestran los pasajes más cercanos.",
    "it": "I documenti non lo dicono. Sono mostrati i brani più vicini.",
    "pt": "Os documentos não o dizem. São mostradas as passagens mais próximas.",
    "nl": "De documenten zeggen hier niets over. De best passende passages worden getoond.",
    "pl": "Dokumenty o tym nie mówią. Pokazano najbliższe fragmenty.",
    "ru": "В документах об этом не сказано. Показаны ближайшие отрывки.",
    "zh": "文档中没有说明。下面显示最接近的段落。",
    "zh-Hant": "文件中沒有說明。下面顯示最接近的段落。",
    "ja": "文書には書かれていません。最も近い箇所を表示します。",
    "ar": "لا تذكر المستندات ذلك. تُعرض أقرب المقاطع.",
    "tr": "Belgelerde bu bilgi yok. En yakın bölümler gösteriliyor.",
    "ko": "문서에 나와 있지 않습니다. 가장 가까운 구절을 표시합니다.",
    "hi": "दस्तावेज़ों में यह नहीं बताया गया है। सबसे निकट के अंश दिखाए गए हैं।",
    "uk": "У документах про це не сказано. Показано найближчі уривки.",
    "vi": "Các tài liệu không nói điều này. Những đoạn gần nhất được hiển thị.",
    "el": "Τα έγγραφα δεν το αναφέρουν. Εμφανίζονται τα πλησιέστερα αποσπάσματα.",
    "he": "המסמכים אינם אומרים זאת. מוצגים הקטעים הקרובים ביותר.",
    "fa": "اسناد در این باره چیزی نمی‌گویند. نزدیک‌ترین بخش‌ها نشان داده می‌شوند.",
    "th": "เอกสารไม่ได้ระบุไว้ แสดงข้อความที่ใกล้เคียงที่สุด",
    "id": "Dokumen tidak menyebutkannya. Bagian yang paling dekat ditampilkan.",
    "sv": "Dokumenten säger inget om detta. De närmaste avsnitten visas.",
    "da": "Dokumenterne siger intet om dette. De nærmeste afsnit vises.",
    "no": "Dokumentene sier ingenting om dette. De nærmeste avsnittene vises.",
    "fi": "Asiakirjat eivät kerro tätä. Lähimmät kohdat näytetään.",
    "cs": "Dokumenty to neuvádějí. Jsou zobrazeny nejbližší úryvky.",
    "ro": "Documentele nu spun acest lucru. Sunt afișate pasajele cele mai apropiate.",
    "hu": "A dokumentumok erről nem írnak. A legközelebbi részletek láthatók.",
    "bg": "Документите не казват това. Показани са най-близките откъси.",
    "ca": "Els documents no ho diuen. Es mostren els passatges més propers.",
}

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}
_WIDE = {"zh", "ja"}


def known_as(language: str, table: dict[str, str]) -> str | None:
    """The key of a table that serves a BCP-47 code, or None: "pt-BR" is served by "pt"."""
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] == "zh" and _TRADITIONAL.intersection(parts[1:]) and "zh-Hant" in table:
        return "zh-Hant"
    base = _SAME.get(parts[0], parts[0])
    return base if base in table else None


def refusal(language: str) -> str:
    """Says in a language that the documents hold no answer; "∅" when it has no entry."""
    key = known_as(language, REFUSALS)
    return REFUSALS[key] if key else NEUTRAL_REFUSAL


def frame(quote: str, title: str, n: int, language: str, source_language: str) -> str:
    """One line that presents a quote: whose words, in which language, and its mark [n].

    The quote is given word for word. The language of the document is named, in the reader's
    language, when it is known and another than the reader's.
    """
    key = known_as(language, FRAMES)
    note = _note(source_language, language if key else "")
    return (FRAMES[key] if key else NEUTRAL_FRAME).format(
        title=_plain(title), note=note, quote=quote.strip(), n=n
    )


def _plain(title: str) -> str:
    """A title on one line in which nothing looks like a citation mark."""
    return " ".join(title.split()).replace("[", "(").replace("]", ")")


def _note(language: str, reader: str) -> str:
    base = _base(language)
    if not base or base in (UNKNOWN_LANGUAGE, _base(reader)):
        return ""
    name = language_name(language, reader)
    return f"（{name}）" if _base(reader) in _WIDE else f" ({name})"


def _base(language: str) -> str:
    part = language.lower().replace("_", "-").split("-")[0]
    return _SAME.get(part, part)


@cache
def language_name(language: str, reader: str) -> str:
    """The name of a language in another ("de", "fr" -> "allemand"), from CLDR.

    In itself when `reader` is "" or unknown to CLDR; the code when the language is unknown too.
    """
    from babel import Locale, UnknownLocaleError  # loads tables: only when a name is shown

    try:
        locale = Locale.parse(language, sep="-" if "-" in language else "_")
        try:
            asked = Locale.parse(reader.replace("-", "_")) if reader else locale
        except (UnknownLocaleError, ValueError):
            asked = locale
        return str(locale.get_language_name(asked) or language)
    except (UnknownLocaleError, ValueError, TypeError):
        return language
