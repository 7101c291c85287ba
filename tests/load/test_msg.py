import pytest

from rag.errors import SourceError
from tests.load.making import msg_bytes

WORDS = {
    "de": "Der Hafen öffnet um acht.", "fr": "Le port ouvre à huit heures.", "pl": "Port otwiera się o ósmej.",
    "ru": "Порт открывается в восемь.", "el": "Το λιμάνι ανοίγει στις οκτώ.", "ar": "يفتح الميناء في الثامنة.",
    "he": "הנמל נפתח בשמונה.", "hi": "बंदरगाह आठ बजे खुलता है।", "th": "ท่าเรือเปิดแปดโมง", "zh": "港口八点开放。",
    "ja": "港は八時に開く。", "ko": "항구는 여덟 시에 연다.", "tr": "Liman sekizde açılıyor.",
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
def test_headers_and_body_are_read_in_any_script(load, language):
    """Sender, subject, date and text, as a mail program shows them."""
    document = load("brief.msg", msg_bytes(subject=f"Re: {WORDS[language]}", body=WORDS[language]))

    assert document.text == (
        f"From: Anna Berg\nSubject: Re: {WORDS[language]}\nDate: 2009-10-14 13:20 UTC\n\n{WORDS[language]}"
    )
    assert document.title == f"Re: {WORDS[language]}"
    assert document.notes == ()


@pytest.mark.parametrize(
    ("language", "encoding", "page"),
    [("ru", "cp1251", 1251), ("el", "cp1253", 1253), ("ar", "cp1256", 1256), ("ja", "cp932", 932),
     ("zh", "gb18030", 936), ("ko", "cp949", 949), ("pl", "cp1250", 1250), ("th", "cp874", 874),
     ("ru", "koi8-r", 20866), ("hi", "utf-8", 65001)],
)  # fmt: skip
def test_strings_in_bytes_are_read_in_the_page_that_the_message_names(
    load, language, encoding, page
):
    """Old programs wrote the code page of the machine and said which."""
    content = msg_bytes(subject="x", body=WORDS[language], encoding=encoding, code_page=page)

    document = load("brief.msg", content)

    assert document.text.endswith(WORDS[language])
    assert document.notes == ()


def test_without_a_named_page_it_is_guessed_and_said(load):
    """All strings together are looked at, and a note says what was guessed."""
    body = "Порт открывается в восемь часов утра, и паром ходит каждый день до позднего вечера."
    document = load("brief.msg", msg_bytes(subject="Порт", body=body, encoding="cp1251"))

    assert document.text.endswith(body)
    assert document.notes == ("encoding guessed: cp1251",)


def test_a_body_that_is_only_a_page_is_read(load):
    """HTML stands in bytes with its own declaration."""
    page = "<html><head><meta charset='utf-8'></head><body><p>Порт открыт.</p></body></html>"

    assert load("brief.msg", msg_bytes(subject="x", p10130102=page.encode())).text.endswith(
        "Порт открыт."
    )


def test_attachments_are_named_and_enclosed_messages_read(load):
    """A file is only named; a message inside is a place of its own."""
    content = msg_bytes(
        subject="outer", body="See below.", attachments=["plan.pdf", "图.png"],
        enclosed={"subject": "внутри", "body": "Письмо."},
    )  # fmt: skip

    document = load("brief.msg", content)

    assert "Attachments: plan.pdf, 图.png" in document.text
    assert document.text.endswith("Письмо.")
    assert [(mark.kind, mark.place) for mark in document.marks] == [("part", "message 2")]
    assert document.notes == ("attachments not read: plan.pdf, 图.png",)


def test_messages_nested_without_end_are_cut(load):
    """Five levels are read, the rest is said."""
    inner = {"body": "deepest"}
    for n in range(12):
        inner = {"body": f"level {n}", "enclosed": inner}

    document = load("brief.msg", msg_bytes(**inner))

    assert "level 6" in document.text
    assert "deepest" not in document.text
    assert "messages nested too deep were left out" in document.notes


def test_a_torn_file_is_one_sentence(load):
    """Whatever olefile trips over."""
    content = msg_bytes(subject="x", body="y" * 9000)

    for end in (600, 1200, 5000, len(content) - 700):
        with pytest.raises(SourceError, match=r"^brief\.msg: "):
            load("brief.msg", content[:end])
