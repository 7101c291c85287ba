"""The few sentences that the program says by itself, each in the reader's language.

A language without an entry gets a form without words, never English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from rag.types import UNKNOWN_LANGUAGE, RefusalReason

NEUTRAL_FRAME = "“{quote}” — {title}{note} [{n}]"
NEUTRAL_REFUSAL = "∅"
NEUTRAL_CONFLICT = "{sides}"

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


class Refusal(NamedTuple):
    """How a language says that there is no answer, by the reason; `shown` follows where passages do."""

    not_answering: str
    nothing_near: str
    no_question: str
    shown: str


REFUSALS = {
    "en": Refusal(
        "The documents do not say.",
        "The documents are not about this.",
        "This is not a question about the documents. Ask about something that is in them.",
        "The nearest passages are shown.",
    ),
    "fr": Refusal(
        "Les documents ne le disent pas.",
        "Les documents n'en parlent pas du tout.",
        "Ce n'est pas une question sur les documents. Demandez quelque chose qui s'y trouve.",
        "Les passages les plus proches sont affichés.",
    ),
    "de": Refusal(
        "Die Dokumente sagen dazu nichts.",
        "Davon handeln die Dokumente nicht.",
        "Das ist keine Frage zu den Dokumenten. Fragen Sie nach etwas, das darin steht.",
        "Die nächstliegenden Textstellen werden gezeigt.",
    ),
    "es": Refusal(
        "Los documentos no lo dicen.",
        "Los documentos no tratan de esto.",
        "No es una pregunta sobre los documentos. Pregunte por algo que esté en ellos.",
        "Se muestran los pasajes más cercanos.",
    ),
    "it": Refusal(
        "I documenti non lo dicono.",
        "I documenti non trattano di questo.",
        "Non è una domanda sui documenti. Chieda qualcosa che vi si trova.",
        "Sono mostrati i brani più vicini.",
    ),
    "pt": Refusal(
        "Os documentos não o dizem.",
        "Os documentos não tratam disto.",
        "Isto não é uma pergunta sobre os documentos. Pergunte por algo que esteja neles.",
        "São mostradas as passagens mais próximas.",
    ),
    "nl": Refusal(
        "De documenten zeggen hier niets over.",
        "De documenten gaan hier niet over.",
        "Dit is geen vraag over de documenten. Vraag naar iets dat erin staat.",
        "De best passende passages worden getoond.",
    ),
    "pl": Refusal(
        "Dokumenty o tym nie mówią.",
        "Dokumenty nie dotyczą tego tematu.",
        "To nie jest pytanie o dokumenty. Zapytaj o coś, co się w nich znajduje.",
        "Pokazano najbliższe fragmenty.",
    ),
    "ru": Refusal(
        "В документах об этом не сказано.",
        "Документы вообще не об этом.",
        "Это не вопрос о документах. Спросите о том, что в них есть.",
        "Показаны ближайшие отрывки.",
    ),
    "zh": Refusal(
        "文档中没有说明。",
        "文档与此无关。",
        "这不是关于文档的问题。请询问文档中的内容。",
        "下面显示最接近的段落。",
    ),
    "zh-Hant": Refusal(
        "文件中沒有說明。",
        "文件與此無關。",
        "這不是關於文件的問題。請詢問文件中的內容。",
        "下面顯示最接近的段落。",
    ),
    "ja": Refusal(
        "文書には書かれていません。",
        "文書はこの話題を扱っていません。",
        "これは文書についての質問ではありません。文書に書かれていることをお尋ねください。",
        "最も近い箇所を表示します。",
    ),
    "ar": Refusal(
        "لا تذكر المستندات ذلك.",
        "لا تتناول المستندات هذا الموضوع.",
        "هذا ليس سؤالًا عن المستندات. اسأل عن شيء موجود فيها.",
        "تُعرض أقرب المقاطع.",
    ),
    "tr": Refusal(
        "Belgelerde bu bilgi yok.",
        "Belgeler bu konuyla ilgili değil.",
        "Bu, belgelerle ilgili bir soru değil. Belgelerde olan bir şeyi sorun.",
        "En yakın bölümler gösteriliyor.",
    ),
    "ko": Refusal(
        "문서에 나와 있지 않습니다.",
        "문서는 이 주제를 다루지 않습니다.",
        "문서에 관한 질문이 아닙니다. 문서에 있는 내용을 물어보세요.",
        "가장 가까운 구절을 표시합니다.",
    ),
    "hi": Refusal(
        "दस्तावेज़ों में यह नहीं बताया गया है।",
        "दस्तावेज़ इस विषय के बारे में नहीं हैं।",
        "यह दस्तावेज़ों के बारे में प्रश्न नहीं है। उनमें मौजूद किसी बात के बारे में पूछें।",
        "सबसे निकट के अंश दिखाए गए हैं।",
    ),
    "uk": Refusal(
        "У документах про це не сказано.",
        "Документи взагалі не про це.",
        "Це не запитання про документи. Запитайте про те, що в них є.",
        "Показано найближчі уривки.",
    ),
    "vi": Refusal(
        "Các tài liệu không nói điều này.",
        "Các tài liệu không bàn về chủ đề này.",
        "Đây không phải là câu hỏi về các tài liệu. Hãy hỏi về điều có trong đó.",
        "Những đoạn gần nhất được hiển thị.",
    ),
    "el": Refusal(
        "Τα έγγραφα δεν το αναφέρουν.",
        "Τα έγγραφα δεν αφορούν αυτό το θέμα.",
        "Αυτή δεν είναι ερώτηση για τα έγγραφα. Ρωτήστε για κάτι που υπάρχει σε αυτά.",
        "Εμφανίζονται τα πλησιέστερα αποσπάσματα.",
    ),
    "he": Refusal(
        "המסמכים אינם אומרים זאת.",
        "המסמכים אינם עוסקים בכך.",
        "זו אינה שאלה על המסמכים. שאלו על משהו שנמצא בהם.",
        "מוצגים הקטעים הקרובים ביותר.",
    ),
    "fa": Refusal(
        "اسناد در این باره چیزی نمی‌گویند.",
        "اسناد به این موضوع نمی‌پردازند.",
        "این پرسشی درباره اسناد نیست. درباره چیزی بپرسید که در آن‌ها آمده است.",
        "نزدیک‌ترین بخش‌ها نشان داده می‌شوند.",
    ),
    "th": Refusal(
        "เอกสารไม่ได้ระบุไว้",
        "เอกสารไม่ได้กล่าวถึงเรื่องนี้เลย",
        "นี่ไม่ใช่คำถามเกี่ยวกับเอกสาร โปรดถามถึงสิ่งที่อยู่ในเอกสาร",
        "แสดงข้อความที่ใกล้เคียงที่สุด",
    ),
    "id": Refusal(
        "Dokumen tidak menyebutkannya.",
        "Dokumen tidak membahas hal ini.",
        "Ini bukan pertanyaan tentang dokumen. Tanyakan sesuatu yang ada di dalamnya.",
        "Bagian yang paling dekat ditampilkan.",
    ),
    "sv": Refusal(
        "Dokumenten säger inget om detta.",
        "Dokumenten handlar inte om detta.",
        "Det här är ingen fråga om dokumenten. Fråga om något som står i dem.",
        "De närmaste avsnitten visas.",
    ),
    "da": Refusal(
        "Dokumenterne siger intet om dette.",
        "Dokumenterne handler ikke om dette.",
        "Dette er ikke et spørgsmål om dokumenterne. Spørg om noget, der står i dem.",
        "De nærmeste afsnit vises.",
    ),
    "no": Refusal(
        "Dokumentene sier ingenting om dette.",
        "Dokumentene handler ikke om dette.",
        "Dette er ikke et spørsmål om dokumentene. Spør om noe som står i dem.",
        "De nærmeste avsnittene vises.",
    ),
    "fi": Refusal(
        "Asiakirjat eivät kerro tätä.",
        "Asiakirjat eivät käsittele tätä aihetta.",
        "Tämä ei ole kysymys asiakirjoista. Kysy jotain, mitä niissä on.",
        "Lähimmät kohdat näytetään.",
    ),
    "cs": Refusal(
        "Dokumenty to neuvádějí.",
        "Dokumenty se tímto nezabývají.",
        "Toto není otázka k dokumentům. Zeptejte se na něco, co v nich je.",
        "Jsou zobrazeny nejbližší úryvky.",
    ),
    "ro": Refusal(
        "Documentele nu spun acest lucru.",
        "Documentele nu tratează acest subiect.",
        "Aceasta nu este o întrebare despre documente. Întrebați ceva ce se află în ele.",
        "Sunt afișate pasajele cele mai apropiate.",
    ),
    "hu": Refusal(
        "A dokumentumok erről nem írnak.",
        "A dokumentumok nem erről szólnak.",
        "Ez nem a dokumentumokról szóló kérdés. Olyasmit kérdezzen, ami bennük van.",
        "A legközelebbi részletek láthatók.",
    ),
    "bg": Refusal(
        "Документите не казват това.",
        "Документите изобщо не са за това.",
        "Това не е въпрос за документите. Попитайте за нещо, което е в тях.",
        "Показани са най-близките откъси.",
    ),
    "ca": Refusal(
        "Els documents no ho diuen.",
        "Els documents no tracten d'això.",
        "Això no és una pregunta sobre els documents. Pregunteu alguna cosa que hi sigui.",
        "Es mostren els passatges més propers.",
    ),
}

# {sides} are facts as the sources write them, each with its mark.
CONFLICTS = {
    "en": "The sources differ: {sides}.",
    "fr": "Les sources divergent\u00a0: {sides}.",
    "de": "Die Quellen widersprechen sich: {sides}.",
    "es": "Las fuentes no coinciden: {sides}.",
    "it": "Le fonti non concordano: {sides}.",
    "pt": "As fontes divergem: {sides}.",
    "nl": "De bronnen spreken elkaar tegen: {sides}.",
    "pl": "Źródła są rozbieżne: {sides}.",
    "ru": "Источники расходятся: {sides}.",
    "zh": "来源说法不一：{sides}。",
    "zh-Hant": "來源說法不一：{sides}。",
    "ja": "資料によって異なります：{sides}。",
    "ar": "تختلف المصادر: {sides}.",
    "tr": "Kaynaklar farklı bilgi veriyor: {sides}.",
    "ko": "출처마다 다릅니다: {sides}.",
    "hi": "स्रोत एकमत नहीं हैं: {sides}।",
    "uk": "Джерела розходяться: {sides}.",
    "vi": "Các nguồn không thống nhất: {sides}.",
    "el": "Οι πηγές διαφωνούν: {sides}.",
    "he": "המקורות חלוקים: {sides}.",
    "fa": "منابع هم‌نظر نیستند: {sides}.",
    "th": "แหล่งข้อมูลไม่ตรงกัน: {sides}",
    "id": "Sumber-sumber berbeda: {sides}.",
    "sv": "Källorna skiljer sig åt: {sides}.",
    "da": "Kilderne er uenige: {sides}.",
    "no": "Kildene er uenige: {sides}.",
    "fi": "Lähteet ovat ristiriidassa: {sides}.",
    "cs": "Zdroje se rozcházejí: {sides}.",
    "ro": "Sursele nu concordă: {sides}.",
    "hu": "A források eltérnek: {sides}.",
    "bg": "Източниците се разминават: {sides}.",
    "ca": "Les fonts no coincideixen: {sides}.",
}

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}
_WIDE = {"zh", "ja"}


def known_as(language: str, table: Mapping[str, Any]) -> str | None:
    """The key of a table that serves a BCP-47 code, or None: "pt-BR" is served by "pt"."""
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] == "zh" and _TRADITIONAL.intersection(parts[1:]) and "zh-Hant" in table:
        return "zh-Hant"
    base = _SAME.get(parts[0], parts[0])
    return base if base in table else None


def refusal(
    language: str, reason: RefusalReason = "not_answering", shows_passages: bool = True
) -> str:
    """Says in a language why there is no answer; "∅" when it has no entry.

    `shows_passages` tells that the nearest passages stand below it.
    """
    key = known_as(language, REFUSALS)
    if not key:
        return NEUTRAL_REFUSAL
    said: str = getattr(REFUSALS[key], reason)
    gap = "" if _base(key) in _WIDE else " "
    return f"{said}{gap}{REFUSALS[key].shown}" if shows_passages else said


def disagreement(sides: Sequence[tuple[str, int]], language: str) -> str:
    """Says that sources differ, with each fact (as written, its number) and its mark [n]."""
    key = known_as(language, CONFLICTS)
    told = " ≠ ".join(f"{' '.join(text.split())} [{n}]" for text, n in sides)
    return (CONFLICTS[key] if key else NEUTRAL_CONFLICT).format(sides=told)


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
