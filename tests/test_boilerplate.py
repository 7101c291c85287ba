from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.boilerplate import boilerplate_spans

DOCUMENTS = Path(__file__).parent / "data" / "documents"

PROSE = {
    "en": "The ferry crosses the bay eight times a day, and a ticket costs forty-five crowns.",
    "de": "Die Fähre quert die Bucht achtmal am Tag, und eine Karte kostet 45 Kronen.",
    "fr": "Le bac traverse la baie huit fois par jour et le billet coûte 45 couronnes.",
    "es": "El barco cruza la bahía ocho veces al día y el billete cuesta 45 coronas.",
    "it": "Il traghetto attraversa la baia otto volte al giorno e costa 45 corone.",
    "pt": "A balsa cruza a baía oito vezes por dia e o bilhete custa 45 coroas.",
    "nl": "De pont steekt de baai acht keer per dag over en een kaartje kost 45 kronen.",
    "pl": "Prom przepływa zatokę osiem razy dziennie, a bilet kosztuje 45 koron.",
    "ru": "Паром пересекает залив восемь раз в день, билет стоит 45 крон.",
    "zh": "渡轮每天横渡海湾八次，船票四十五克朗，学生半价。",
    "ja": "フェリーは一日に八回湾を渡り、切符は四十五クローネです。",
    "ar": "تعبر العبّارة الخليج ثماني مرات في اليوم، وثمن التذكرة 45 كرونة.",
    "tr": "Feribot körfezi günde sekiz kez geçer, bilet 45 krondur.",
    "ko": "나룻배는 하루에 여덟 번 만을 건너며 표는 45크로네이다.",
    "hi": "नाव दिन में आठ बार खाड़ी पार करती है और टिकट 45 क्रोन का है।",
    "el": "Το πορθμείο διασχίζει τον κόλπο οκτώ φορές την ημέρα και κοστίζει 45 κορώνες.",
    "he": "המעבורת חוצה את המפרץ שמונה פעמים ביום והכרטיס עולה 45 כתרים.",
    "th": "เรือข้ามฟากแล่นข้ามอ่าววันละแปดเที่ยว ค่าโดยสารสี่สิบห้าโครน",
}
ALL_PROSE = list(PROSE.values())


def flagged(text):
    """The lines that are boilerplate, stripped."""
    found = []
    for start, end in boilerplate_spans(text):
        found += [line.strip() for line in text[start:end].split("\n") if line.strip()]
    return found


def among_prose(line):
    """The line between paragraphs of an article."""
    return "\n\n".join([*ALL_PROSE[:4], line, *ALL_PROSE[4:]])


@pytest.mark.parametrize(
    "line",
    [
        # labels, in at least thirteen languages
        "Advertisement", "Anzeige", "- Anzeige -", "ANZEIGE:", "Publicité", "Publicidad", "Pubblicità",
        "Publicidade", "Advertentie", "Reklama", "Реклама", "广告", "広告", "إعلان", "Reklam", "광고", "विज्ञापन",
        "Διαφήμιση", "פרסומת", "โฆษณา", "Annons", "Hirdetés", "Quảng cáo", "Iklan", "آگهی",
        "Vous lisez", "You are reading", "Sie lesen gerade", "Read more", "Weiterlesen", "Lire la suite",
        "Leer más", "Leggi tutto", "Leia mais", "Lees verder", "Czytaj dalej", "Читать далее", "阅读更多",
        "続きを読む", "اقرأ المزيد", "Devamını oku", "Share this article", "Partager l’article", "Поделиться",
        # links and codes
        "https://example.org/a/b?c=d", "www.example.org", "https://a.example https://b.example/x",
        "Source: https://example.org", "Quelle: www.example.org/seite", "来源：https://example.cn/1",
        "[ad_1]", "[/caption]", '[gallery ids="1,2,3"]', "[vc_row][vc_column]", "{{adbox}}",
        "Source link -31", "Source link",
        # credits and claims
        "Foto: Hafenarchiv", "Photo : Jeanne Roux / Agence Port", "Bild: © dpa", "(Foto: Anna Lind)",
        "Фото: Пресс-служба порта", "写真：港新聞", "图：港口日报", "صورة: وكالة الميناء", "Fotoğraf: Deniz Kara",
        "mit Material der dpa", "(dpa)", "avec AFP", "AFP/Reuters", "Source: Reuters and AP", "по материалам ТАСС"
        .replace("ТАСС", "tass"), "© 2021 Port Journal", "Copyright 2020 Harbour Press", "Tous droits réservés.",
        # sharing, counting, paths
        "Facebook Twitter WhatsApp", "Facebook | X | LinkedIn | E-Mail", "Share Facebook Twitter",
        "12 Kommentare", "3 comments", "5 min read", "Lesezeit: 4 Minuten", "Temps de lecture : 6 min",
        "Home > News > Harbour", "Startseite › Wirtschaft › Häfen", "#ferry #harbour #bay", "Tags: ferry, harbour, bay",
        "Lire aussi : Le nouveau bac est arrivé au port", "Lesen Sie auch: Die neue Fähre ist da",
        "Читайте также: Новый паром пришёл в порт", "Follow us on Instagram", "Suivez-nous sur Facebook",
        "We use cookies to improve this site. By staying you agree.", "Wir verwenden Cookies, um diese Seite zu verbessern.",
        "Nous utilisons des cookies pour améliorer ce site.", "Utilizamos cookies para mejorar.", "本网站使用 Cookie 来改进服务。",
    ],
)  # fmt: skip
def test_a_line_that_is_no_content_is_flagged_alone(line):
    """The line is boilerplate and the article around it is not."""
    assert flagged(among_prose(line)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        # headings
        "Ergebnisse", "1 Introduction", "Les prix", "Преимущества", "結果", "第三章 港口", "النتائج", "Sources",
        "Werbung im Netz", "Advertising revenue", "Share prices", "Publicité en ligne", "Facebook", "Cookies und Recht",
        "En concurrence avec Facebook", "1 milliard d’utilisateurs mensuels", "Commission automatique sur les produits",
        # sentences about such things
        "Die Anzeige kostete den Verlag 300 Kronen.", "Anzeigen bringen dem Blatt die Hälfte seiner Einnahmen.",
        "The court asked whether we use cookies lawfully.", "Read more books, the teacher said.",
        "Foto: Am 3. Mai wurde die neue Brücke über die Bucht für den Verkehr geöffnet.",
        "AFP", "Reuters reported the sale first.", "Nach Angaben der dpa fährt die Fähre wieder.",
        "The page https://example.org/ferry lists all crossings.", "Via Roma 12", "See also chapter 4.",
        "Source of the river", "Quelle der Aue", "Home > 12", "a > b > c",
        # rows, items, values, dialogue, notes
        "Sardines | 9 €", "- Print", "- Share", "* Werbung", "3. Quelle", "Category: Beverages", "Foto | Bild | Text",
        "Ja.", "Nein!", "– Kommst du?", "“Never,” said the miller.", "[1]", "[applause]", "[12] Port authority",
        "Name: Deniz Kara", "Tel. 12345", "12 comments were sent to the harbour office.", "12 Äpfel", "2021",
        "Autor: Deniz Kara", "By Deniz Kara", "Total 45",
        # short lines of scripts without spaces, and verses
        "渡轮", "港にて", "เรือ", "봄날", "Über allen Gipfeln", "Тихо в поле", "في الميناء",
    ],
)  # fmt: skip
def test_a_line_of_content_is_never_flagged(line):
    """Headings, rows, items, dialogue and sentences that only speak of such things."""
    assert flagged(among_prose(line)) == []


def test_second_copies_of_the_title_and_the_strip_between_go():
    """Scraped pages give the title twice, with categories between; the first copy stays."""
    title, strip = "Neue Fähre über die Bucht eröffnet", "Verkehr Küste Region"
    text = "\n\n".join([title, strip, title, *ALL_PROSE])

    assert flagged(text) == [strip, title]


def test_a_title_repeated_far_below_takes_nothing_with_it():
    """Only the copy goes when paragraphs or headings lie between."""
    title = "Neue Fähre über die Bucht"
    text = "\n\n".join(
        [title, "Deniz Kara", "Hafenamt", "1 Einleitung", PROSE["de"], title, *ALL_PROSE]
    )

    assert flagged(text) == [title]


def test_a_refrain_is_no_title():
    """A verse that comes again ends like a sentence, or stands far from the top."""
    refrain = "Und wieder fährt die Fähre aus."
    text = "\n".join(
        [refrain, "Am Ufer steht der Müller da", refrain, "Der Nebel hebt sich nicht", refrain]
    )

    assert flagged(text) == []


def test_labels_run_together_that_repeat_are_furniture():
    """Names of boxes whose words lost their spaces; once is not enough, nor a name like iPhone."""
    twice = "\n\n".join(
        [ALL_PROSE[0], "ShopLinkJetzt öffnen", ALL_PROSE[1], "ShopLinkJetzt öffnen", ALL_PROSE[2]]
    )

    assert flagged(twice) == ["ShopLinkJetzt öffnen"] * 2
    assert flagged(among_prose("ShopLinkJetzt öffnen")) == []
    assert (
        flagged("\n\n".join([ALL_PROSE[0], "YouTube", ALL_PROSE[1], "YouTube", ALL_PROSE[2]])) == []
    )


@pytest.mark.parametrize(
    "label",
    [
        "Written by",
        "Rédigé par",
        "Autor",
        "Об авторе",
        "作者",
        "بقلم",
        "Yazan",
        "この記事を書いた人",
    ],
)
def test_the_box_about_the_author_goes(label):
    """Label, name and the lines about that name at the end of a text."""
    box = ["Deniz Kara", label, "Deniz Kara", "Deniz Kara writes about towns by the sea."]

    assert flagged("\n\n".join([*ALL_PROSE, *box])) == box


def test_an_author_in_the_middle_is_content():
    """The same label elsewhere introduces something a person may ask for."""
    text = "\n\n".join([ALL_PROSE[0], "Autor", "Deniz Kara", *ALL_PROSE])

    assert "Deniz Kara" not in flagged(text)


def test_a_text_of_nothing_else_is_content():
    """A list of links is about its links."""
    assert flagged("https://example.org/a\nhttps://example.org/b\nwww.example.org") == []


@pytest.mark.parametrize("language", PROSE)
def test_prose_of_every_language_is_content(language):
    """One sentence after another, as paragraphs or as lines."""
    assert flagged(PROSE[language]) == []
    assert flagged("\n".join([PROSE[language]] * 3)) in ([], [PROSE[language]] * 2)


def test_spans_are_whole_lines_up_to_the_next_content():
    """A span takes the blank lines after it, and neighbours are one span."""
    text = f"Anzeige\n\n{PROSE['de']}\n\nAnzeige\n\n  Foto: Hafenarchiv\n{PROSE['en']}\nAnzeige"

    pieces = [text[start:end] for start, end in boilerplate_spans(text)]

    assert pieces == ["Anzeige\n\n", "Anzeige\n\n  Foto: Hafenarchiv\n", "Anzeige"]


def test_a_scraped_page():
    """A page with all of it together leaves its article."""
    text = (DOCUMENTS / "haber.txt").read_text(encoding="utf-8")
    left = text
    for start, end in reversed(boilerplate_spans(text)):
        left = left[:start] + left[end:]

    assert [line for line in left.split("\n") if line] == [
        "Yeni feribot hattı açıldı",
        "İzmit ile Yalova arasındaki yeni feribot hattı pazartesi günü açıldı. Hatta günde sekiz sefer "
        "yapılacak.",
        "Bilet fiyatı 45 lira olarak belirlendi. Öğrenciler yarı fiyat ödeyecek.",
    ]


LINES = st.sampled_from(
    ["", " ", "Anzeige", "[ad_1]", "www.example.org", "Титул", "渡轮", *ALL_PROSE]
)


@given(st.lists(LINES, max_size=15).map("\n".join))
def test_spans_are_in_order_and_at_line_starts(text):
    """Never empty, never overlapping or touching, always inside the text."""
    last = -1
    for start, end in boilerplate_spans(text):
        assert last < start < end <= len(text)
        assert start == 0 or text[start - 1] == "\n"
        assert end == len(text) or text[end - 1] == "\n"
        last = end


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "line",
    [
        "http://" * 28 + " x",
        "[a b=c" + " b=c" * 40,
        "#a,,,," * 30 + "!",
        "Foto: " + "/ " * 90,
        "a" * 399,
    ],
)
def test_hostile_lines_take_no_time(line):
    """No line makes a rule try without end."""
    boilerplate_spans("\n".join([line] * 200))


@pytest.mark.parametrize(
    "footer",
    [
        "© 2020 Ente Porto Nuovo\nvia del Molo 4 - 16100 (GE)\nTel. 010/911 - Fax 010/912\nE-mail: a@example.org",
        "© Порт Северный, 2021\nул. Морская, 4\nтел. 123-45-67",
        "© 2019 新港公司\n地址：海港路4号\n电话：123456",
    ],
)
def test_what_follows_a_claim_of_copyright_at_the_end_is_a_footer(footer):
    """Addresses and telephone numbers below it belong to every page of a site."""
    story = "\n".join(f"The harbour opened pier number {n} in spring." for n in range(9))
    text = f"{story}\n{footer}"

    assert boilerplate_spans(text) == [(len(story) + 1, len(text))]


def test_a_claim_before_sentences_is_no_footer():
    """Content may follow a claim; then it stays content."""
    story = "\n".join(f"The harbour opened pier number {n} in spring." for n in range(9))
    text = f"{story}\n© 2020 Harbour\nThe ferry sails at noon, and it is free."

    assert [text[a:b] for a, b in boilerplate_spans(text)] == ["© 2020 Harbour\n"]
