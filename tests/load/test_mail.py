from email.message import EmailMessage
from pathlib import Path

import pytest

from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def message(**headers):
    """A message with the usual headers."""
    mail = EmailMessage()
    for name, value in {
        "From": "a@example.org",
        "To": "b@example.org",
        "Subject": "S",
        **headers,
    }.items():
        mail[name] = value
    return mail


def test_headers_and_body_are_decoded():
    """Encoded words, an old code page and an attachment that is only named."""
    document = load_document(DOCUMENTS / "sobranie.eml")

    assert document.text == (
        "From: Ирина Волкова <irina@example.org>\nTo: dom@example.org\nSubject: Собрание жильцов\n"
        "Date: Mon, 10 May 2021 09:30:00 +0300\n\nЗдравствуйте!\n\n"
        "Собрание переносится на пятницу, 14 мая, в шесть часов вечера.\n\nИрина\n\n"
        "Attachments: план.pdf"
    )
    assert (document.title, document.language) == ("Собрание жильцов", "ru")
    assert document.notes == ("attachments not read: план.pdf",)


def test_plain_text_is_preferred_to_html(load):
    """Of two forms of the same message one is read."""
    mail = message()
    mail.set_content("Schlichter Text über die Fähre.")
    mail.add_alternative("<p>Bunter Text über die Fähre.</p>", subtype="html")

    text = load("m.eml", mail.as_bytes()).text

    assert "Schlichter" in text
    assert "Bunter" not in text


def test_html_is_read_when_there_is_nothing_else(load):
    """Without the marks, and what is hidden stays hidden."""
    mail = message(Subject="소식")
    mail.set_content(
        "<html><body><p>나룻배는 하루에 여덟 번 다닙니다.</p></body></html>", subtype="html"
    )

    document = load("m.eml", mail.as_bytes())

    assert "나룻배는 하루에 여덟 번 다닙니다." in document.text
    assert "<p>" not in document.text
    assert document.language == "ko"


def test_the_language_is_that_of_the_body(load):
    """Addresses and names of headers say nothing of the language."""
    mail = message(
        From="John Smith of the Company <john@example.org>", Subject="Re: the meeting of the board"
    )
    mail.set_content("会議は金曜日に行います。")

    assert load("m.eml", mail.as_bytes()).language == "ja"


def test_an_enclosed_message_is_a_place_of_its_own(load):
    """A forwarded message is read after the one around it."""
    inner, outer = message(Subject="Innen"), message(Subject="Außen")
    inner.set_content("Der innere Text.")
    outer.set_content("Siehe unten.")
    outer.add_attachment(inner)
    raw = outer.as_bytes().replace(b"Content-Disposition: attachment\n", b"")

    document = load("m.eml", raw)

    assert [mark.place for mark in document.marks] == ["message 2"]
    assert document.text[document.marks[0].offset :].startswith("From: a@example.org")
    assert "Der innere Text." in document.text


def test_deep_nesting_ends(load):
    """Messages within messages within messages are left out with a note, not followed for ever."""
    mail = message()
    mail.set_content("Am Grund.")
    for _ in range(12):
        around = message()
        around.set_content("Hülle.")
        around.add_attachment(mail)
        mail = around

    document = load("deep.eml", mail.as_bytes().replace(b"Content-Disposition: attachment\n", b""))

    assert "Am Grund." not in document.text
    assert "parts nested too deep were left out" in document.notes


@pytest.mark.parametrize(
    ("charset", "body", "words"),
    [
        ("ks_c_5601-1987", "안녕하세요 여러분".encode("cp949"), "안녕하세요 여러분"),
        ("iso-2022-jp", "会議は金曜日です".encode("iso2022_jp"), "会議は金曜日です"),
        ("x-unknown", "ça été très bien, l'été à la mer".encode("cp1252"), "ça été très bien"),
        ("us-ascii", "Das Gerät läuft für alle".encode("cp1252"), "Das Gerät läuft"),
    ],
)
def test_charsets_with_odd_or_false_names(load, charset, body, words):
    """Old mailers name charsets in their own way, or wrongly."""
    head = f"From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n"

    assert words in load("m.eml", head.encode() + body).text


def test_flowed_text_is_unwrapped(load):
    """Lines that end in a space go on in the next (RFC 3676)."""
    raw = (
        b"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: text/plain; format=flowed\n\n"
        b"One long \nsentence.\nNext.\n"
    )

    assert load("m.eml", raw).text.endswith("One long sentence.\nNext.")


def test_a_path_in_an_attachment_name_is_not_shown(load):
    """Names of attachments are hostile input."""
    mail = message()
    mail.set_content("Text.")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="../../etc/plan.pdf")

    assert load("m.eml", mail.as_bytes()).notes == ("attachments not read: plan.pdf",)


@pytest.mark.parametrize(
    "subject",
    ["Собрание в порту", "Συνάντηση στο λιμάνι", "港口会议", "اجتماع في الميناء", "Żółta łódź"],
)
def test_a_header_in_plain_utf_8_is_read(load, subject):
    """Newer mail (RFC 6532) writes headers as they are, without encoded words."""
    document = load("a.eml", f"From: a@example.org\nTo: b@example.org\nSubject: {subject}\n\nBody.")

    assert document.title == subject
    assert f"Subject: {subject}" in document.text
