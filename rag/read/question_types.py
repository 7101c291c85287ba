"""What kind of fact a question asks for, from its question words.

"How many" wants a number, "when" a date, "who" and "where" a name. A sentence that holds a fact of
that kind is likelier to be the answer; the words are few, so a table in each language is enough.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from functools import lru_cache

from rag.facts.fact import FactKind
from rag.types import UNKNOWN_LANGUAGE

# Per language: words that ask for a number, a date, a name.
_TABLES: dict[str, tuple[str, str, str]] = {
    "en": (r"how (?:many|much|long|old|often|far|large|big|high|tall|fast|deep|heavy|wide)|what (?:number|percentage|share|proportion|amount|price|size|age|sum)|(?:percentage|number|amount|share|cost|price|population) of",
           r"when|what (?:year|date|day|month|time)|which (?:year|date|day|month)|since when|until when|in what year",
           r"who|whom|whose|where|which (?:\w+ )?(?:compan|countr|cit|person|people|place|app|platform|network|brand|organi|state|region|market)\w*|what (?:compan|countr|cit|place|person|is the name)\w*"),
    "fr": (r"combien|quel(?:le)?s? (?:\w+ )?(?:nombre|pourcentage|part|proportion|montant|prix|somme|âge|taille|taux|chiffre)|à combien",
           r"quand|quelle (?:année|date)|quel (?:jour|mois)|depuis quand|en quelle année",
           r"qui|où|d['’]où|quel(?:le)?s? (?:pays|ville|entreprise|société|personne|application|lieu|plateforme|réseau|marque)s?"),
    "de": (r"wie ?viele?n?|wie (?:hoch|groß|lange?|alt|weit|oft|teuer|schnell|schwer|tief)|welche (?:zahl|summe|höhe|menge)|welcher (?:anteil|preis|prozentsatz|betrag)",
           r"wann|welche[msn]? (?:jahr|datum|tag|monat)|seit wann|bis wann",
           r"wer|wen|wem|wessen|wo|woher|wohin|welche[mnrs]? (?:land|ländern?|stadt|firma|unternehmen|konzern|person|app|plattform|ort)"),
    "es": (r"cuánt[oa]s?|qué (?:número|porcentaje|cantidad|precio|parte|proporción|edad|suma)|cuál (?:es|fue|era) (?:el|la) (?:número|porcentaje|cantidad|precio|población|valor)",
           r"cuándo|(?:en )?qué (?:año|fecha|día|mes)|desde cuándo",
           r"quién(?:es)?|d[oó]nde|qué (?:país|países|ciudad|empresa|compañía|persona|aplicación|lugar|plataforma)"),
    "it": (r"quant[oiea]|quale (?:numero|percentuale|prezzo|somma|importo|quota)|che (?:percentuale|prezzo|età)",
           r"quando|(?:in )?(?:che|quale) (?:anno|data|giorno|mese)",
           r"chi|dove|(?:quale|quali|che) (?:paes[ei]|città|aziend[ae]|società|persona|app|luogo|piattaforma)"),
    "pt": (r"quant[oa]s?|qual (?:é|foi|era) (?:o|a) (?:número|percentagem|porcentagem|preço|valor|quantidade|população)|que (?:percentagem|porcentagem|quantidade)",
           r"quando|(?:em )?(?:que|qual) (?:ano|data|dia|mês)",
           r"quem|onde|(?:que|qual|quais) (?:país|países|cidade|empresa|companhia|pessoa|aplicativo|lugar|plataforma)"),
    "nl": (r"hoeveel|hoe (?:hoog|groot|lang|oud|ver|vaak)|welk (?:percentage|aantal|bedrag|deel)",
           r"wanneer|welk jaar|welke (?:datum|dag|maand)", r"wie|wiens|waar|welke? (?:land|landen|stad|bedrijf|persoon|app|plaats|platform)"),
    "pl": (r"ile|ilu|jaki procent|jaka (?:liczba|cena|kwota|część)|jak (?:długo|często|wysok\w+|duż\w+)",
           r"kiedy|w którym roku|którego dnia|od kiedy|jaka data", r"kto|kogo|komu|kim|gdzie|skąd|dokąd|(?:jaki|jaka|jakie|która|który|które) (?:kraj\w*|miasto|firma|osoba|platforma|spółka)"),
    "ru": (r"сколько|какое количество|какая (?:доля|сумма|цена|стоимость|численность)|какой процент|как (?:долго|часто|быстро|велик\w*)",
           r"когда|в каком (?:году|месяце)|какого числа|с какого|дата", r"кто|кого|кому|кем|чей|чья|где|куда|откуда|как(?:ая|ой|ие|ую|их) (?:стран\w+|город\w*|компани\w+|человек|платформ\w+)"),
    "tr": (r"kaç|ne kadar|yüzde kaç|kaçı|hangi oran\w*", r"ne zaman|hangi (?:yıl|tarih|gün|ay)\w*|kaç yılında|kaçta",
           r"kim\w*|nere\w*|hangi (?:ülke|şehir|şirket|kişi|uygulama|yer|platform)\w*"),
    "ar": (r"كم|ما (?:عدد|نسبة|مقدار|حجم|سعر|قيمة|مبلغ)|بكم", r"متى|(?:في )?أي (?:عام|سنة|يوم|تاريخ|شهر)|ما تاريخ|منذ متى",
           r"من(?= (?:هو|هي|هم|الذي|التي|قام|أسس|كان))|^من|أين|أي (?:دولة|بلد|مدينة|شركة|شخص|تطبيق|منصة)|ما (?:اسم|هي الدول|هي الدولة|هي الشركة)"),
    "hi": (r"कितन[ेाी]|कितने प्रतिशत|क्या (?:संख्या|मूल्य|कीमत)", r"कब|किस (?:वर्ष|साल|दिन|तारीख|तिथि|महीने)|कौन से वर्ष",
           r"कौन|किसने|किसे|किसका|किसकी|कहाँ|कहां|किस (?:देश|शहर|कंपनी|व्यक्ति)|कौन सा (?:देश|शहर)"),
    "zh": (r"多少|几(?:个|家|名|人|位|次|倍|种|岁|年)|幾|百分之几|多大|多长|多久|多高|数量|人数|金额|价格",
           r"什么时候|何时|哪(?:一)?(?:年|天|月|日)|几(?:月|号|日)|什麼時候|何年|何月|时间是", r"谁|誰|哪里|哪裡|哪(?:个|家|些|座|位)?(?:国家|城市|公司|人|地方|平台|企业)|何处|什么地方|哪(?:国|里)|何人"),
    "ja": (r"いくつ|いくら|何(?:人|店|個|件|社|割|パーセント|%|台|回|歳|ドル|円|億|万|倍|種|カ国|か国|年間|時間)|どのくらい|どれくらい|どれほど|割合|数は",
           r"いつ|何(?:年|月|日|曜日|時)(?!間)|何年何月|日付", r"誰|だれ|どこ|どの(?:国|都市|会社|企業|人|場所|アプリ)|何という|どちら|何者"),
    "ko": (r"몇|얼마|얼마나|몇 퍼센트|비율", r"언제|몇 ?년(?:도|에)|몇 월|며칠|어느 (?:해|날)", r"누구|누가|어디|어느 (?:나라|도시|회사)|어떤 (?:나라|회사|기업)"),
    "th": (r"กี่|เท่าไร|เท่าไหร่|จำนวน|ร้อยละ", r"เมื่อไร|เมื่อไหร่|เมื่อใด|ปีใด|ปีไหน|วันที่เท่า|พ\.ศ\.ใด|วันใด", r"ใคร|ที่ไหน|ที่ใด|ประเทศ(?:ใด|อะไร|ไหน)|บริษัท(?:ใด|อะไร|ไหน)|จังหวัด(?:ใด|อะไร|ไหน)"),
    "he": (r"כמה|מה (?:מספר|אחוז|שיעור|מחיר)|איזה אחוז", r"מתי|באיזו שנה|באיזה (?:תאריך|יום|חודש)", r"מי|מיהו|מיהי|היכן|איפה|לאן|מהיכן|איזו (?:מדינה|חברה|עיר)|באיזו (?:מדינה|עיר)"),
    "el": (r"πόσ\w+|τι (?:ποσοστό|αριθμός)|ποι\w+ (?:ποσοστό|αριθμός|τιμή)", r"πότε|ποια (?:χρονιά|ημερομηνία)|ποιο έτος", r"ποιος|ποιον|ποιοι|πού|ποια (?:χώρα|πόλη|εταιρεία)"),
    "uk": (r"скільки|який відсоток|яка (?:кількість|ціна|частка)", r"коли|якого (?:року|числа)|в якому році", r"хто|кого|де|куди|звідки|як(?:а|ий|і) (?:країн\w+|міст\w+|компані\w+)"),
    "cs": (r"kolik\w*|jaký (?:počet|podíl)|jaké procento|jaká (?:částka|cena)", r"kdy|ve kterém roce|v jakém roce", r"kdo|koho|komu|kde|kam|odkud|kter[áýé] (?:země|město|firma|společnost)"),
    "ro": (r"câ(?:t|tă|ți|te)|ce (?:procent|număr|sumă|preț)", r"când|în ce an|ce dată", r"cine|unde|ce (?:țar\w+|oraș|companie)|care (?:țară|companie)"),
    "sv": (r"hur (?:många|mycket|stor|länge|gammal)|vilket antal", r"när|vilket år|vilket datum", r"vem|vems|var|varifrån|vilket (?:land|företag)|vilken stad"),
    "vi": (r"bao nhiêu|mấy", r"khi nào|năm nào|ngày nào|bao giờ", r"ai|ở đâu|đâu|nước nào|công ty nào|thành phố nào"),
    "id": (r"berapa", r"kapan|tahun berapa|tanggal berapa", r"siapa|di mana|dimana|negara mana|perusahaan (?:mana|apa)"),
    "hu": (r"hány|mennyi\w*|mekkora", r"mikor|melyik évben", r"ki|kik|hol|honnan|melyik (?:ország|város|cég)"),
    "fi": (r"kuinka (?:monta|paljon|suuri|kauan)|montako|paljonko", r"milloin|minä vuonna", r"kuka|ketkä|kenen|missä|mistä|mikä (?:maa|yhtiö|kaupunki)"),
    "da": (r"hvor (?:mange|meget|stor|længe|gammel)", r"hvornår|hvilket år", r"hvem|hvor(?! (?:mange|meget|stor|længe|gammel))|hvilket (?:land|firma)"),
    "no": (r"hvor (?:mange|mye|stor|lenge|gammel)", r"når|hvilket år", r"hvem|hvor(?! (?:mange|mye|stor|lenge|gammel))|hvilket (?:land|selskap)"),
    "fa": (r"چند|چقدر|چه تعداد|چه میزان", r"کی|چه (?:سالی|زمانی|روزی|تاریخی)", r"چه کسی|کجا|کدام (?:کشور|شهر|شرکت)"),
}  # fmt: skip
_KINDS: tuple[FactKind, FactKind, FactKind] = ("number", "date", "name")
_NO_SPACES = frozenset("zh ja th ko".split())


def asked_kind(question: str, language: str) -> FactKind | None:
    """The kind of fact that the question's words ask for, None when they ask for none of the three.

    An unknown language is looked for in all tables, the commonest first.
    """
    base = language.split("-")[0].lower()
    names = _TABLES if base == UNKNOWN_LANGUAGE else {base: None}
    for name in names:
        for kind, pattern in _patterns(name):
            if pattern.search(question):
                return kind
    return None


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[tuple[FactKind, re.Pattern[str]], ...]:
    """Dates first: "in what year" and "何年" are no numbers."""
    if language not in _TABLES:
        return ()
    number, date, name = _TABLES[language]
    order = ((_KINDS[1], date), (_KINDS[0], number), (_KINDS[2], name))
    return tuple((kind, _compiled(words, language)) for kind, words in order)


def _compiled(words: str, language: str) -> re.Pattern[str]:
    bounded = (
        rf"(?:{words})"
        if language in _NO_SPACES
        else rf"(?<![\w\u0900-\u097f])(?:{words})(?![\w\u0900-\u097f])"
    )
    return re.compile(bounded, re.IGNORECASE)
