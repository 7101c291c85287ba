import pytest

from rag.load.mbox import messages

LETTERS = {
    "de": ("Treffen am Hafen", "Wir sehen uns um acht."), "fr": ("Au port", "On se voit à huit heures."),
    "ru": ("Встреча", "Увидимся в восемь."), "el": ("Συνάντηση", "Τα λέμε στις οκτώ."), "ar": ("لقاء", "نلتقي في الثامنة."),
    "he": ("פגישה", "נתראה בשמונה."), "hi": ("बैठक", "आठ बजे मिलते हैं।"), "th": ("นัดพบ", "เจอกันแปดโมง"),
    "zh": ("会面", "八点见。"), "ja": ("集まり", "八時に会いましょう。"), "ko": ("모임", "여덟 시에 만나요."), "tr": ("Buluşma", "Sekizde görüşürüz."),
}  # fmt: skip


def mailbox(*letters):
    """A mailbox of (subject, body)."""
    return "".join(
        f"From anna@example.org Mon Jun  1 04:28:28 2009\nFrom: anna@example.org\nSubject: {subject}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n\n"
        for subject, body in letters
    )


@pytest.mark.parametrize("first", LETTERS)
def test_each_message_is_a_place(load, first):
    """In order, numbered from 1, with its subject and its words."""
    document = load("post.mbox", mailbox(LETTERS[first], *LETTERS.values()))
    places = [mark for mark in document.marks if mark.kind == "part"]

    assert len(places) == 1 + len(LETTERS)
    assert places[0].place == "message 1"
    assert document.text[places[0].offset :].startswith(
        "From: anna@example.org\nSubject: " + LETTERS[first][0]
    )
    assert document.text.count(LETTERS[first][1]) == 2
    assert document.title == "post"


def test_a_line_that_begins_with_from_is_no_message():
    """After a separator comes a header; quoted ones lose the mark that protected them."""
    box = (
        b"From a Mon Jun  1 04:28:28 2009\nSubject: x\n\nFrom here on we walk.\n>From there too.\n"
        b">>From deeper.\n\nFrom b Mon Jun  1 04:28:28 2009\nSubject: y\n\nend"
    )

    first, second = messages(box)

    assert first == b"Subject: x\n\nFrom here on we walk.\nFrom there too.\n>From deeper.\n\n"
    assert second == b"Subject: y\n\nend"


def test_attachments_are_named_in_the_text_and_in_a_note(load):
    """They are shown where mail programs show them, and it is said that they were not read."""
    part = (
        'Content-Type: application/pdf; name="план.pdf"\nContent-Disposition: attachment; '
        'filename="plan.pdf"\n\nx\n'
    )
    box = mailbox(("a", "b")).replace(
        "text/plain; charset=utf-8\n\nb",
        f'multipart/mixed; boundary="q"\n\n--q\n{part}--q\nContent-Type: text/plain\n\nBody.\n--q--',
    )

    document = load("post.mbox", box)

    assert "Attachments: plan.pdf" in document.text
    assert document.notes == ("attachments not read: plan.pdf",)
