import pytest

from rag.errors import SourceError

LAWS = {
    "fr": ("Loi sur les ports", "La présente loi s'applique."), "de": ("Hafengesetz", "Dieses Gesetz gilt überall."), "ru": ("Закон о портах", "Закон действует везде."),
    "el": ("Νόμος λιμένων", "Ο νόμος ισχύει παντού."), "ar": ("قانون الموانئ", "يسري هذا القانون."), "he": ("חוק הנמלים", "החוק חל בכל מקום."), "hi": ("बंदरगाह कानून", "यह कानून लागू है।"),
    "th": ("กฎหมายท่าเรือ", "กฎหมายนี้ใช้บังคับ"), "zh": ("港口法律", "本法律适用于所有港口。"), "ja": ("港湾法", "この法律は全国に適用する。"), "ko": ("항만법", "이 법은 어디서나 적용된다."), "tr": ("Liman yasası", "Bu yasa her yerde geçerlidir."),
}  # fmt: skip


def test_prose_keeps_its_sentences_and_titles_are_headings(load):
    """Elements inside a sentence belong to it; a label stands before its text."""
    parts = "".join(
        f"<part><title>{title}</title><label>{n}</label><p>{words[:3]}<ref to='x'>{words[3:]}</ref></p></part>"
        for n, (title, words) in enumerate(LAWS.values(), 1)
    )

    document = load(
        "laws.xml", f"<?xml version='1.0'?><!-- c --><l:laws xmlns:l='urn:x'>{parts}</l:laws>"
    )

    assert [mark.place for mark in document.marks] == [title for title, _ in LAWS.values()]
    for n, (title, words) in enumerate(LAWS.values(), 1):
        assert f"{title}\n\n{n} {words}" in document.text
    assert document.title == "Loi sur les ports"


def test_records_are_lines_with_names(load):
    """Siblings of short parts, or of attributes, are rows; each is a place."""
    parts = load(
        "a.xml",
        "<all><land><name>日本</name><capital>東京</capital></land><land><name>Ελλάδα</name><capital>Αθήνα</capital></land></all>",
    )
    attributes = load(
        "b.xml", "<all><row name='Łódź' size='650'/><row name='Gdańsk' size='470'/></all>"
    )

    assert parts.text == "name: 日本; capital: 東京\nname: Ελλάδα; capital: Αθήνα"
    assert [mark.place for mark in parts.marks] == ["land 1", "land 2"]
    assert attributes.text == "name: Łódź; size: 650\nname: Gdańsk; size: 470"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r"])
def test_the_declared_encoding_is_used(load, encoding):
    """Declared by name, or by a mark that says otherwise."""
    source = f"<?xml version='1.0' encoding='{encoding}'?><a><p>Порт открыт для всех судов.</p></a>"

    assert load("a.xml", source.encode(encoding)).text == "Порт открыт для всех судов."


def test_entities_of_the_file_are_not_expanded(load):
    """Named letters are letters; what a file defines for itself can grow without bound."""
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    source = f'<!DOCTYPE x [<!ENTITY a0 "boom"><!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]><x>Caf&eacute; &amp; &a11; &f; port</x>'

    document = load("a.xml", source)

    assert document.text == "Café & port"
    assert document.notes == ("entities of the file's own were left out: a11, f",)


def test_a_short_word_alone_is_text(load):
    """What could be the label of a text is the text when none follows."""
    assert load("a.xml", "<a>港</a>").text == "港"
    assert load("b.xml", "<a><b>Порт</b></a>").text == "Порт"


def test_damage_is_said_and_the_rest_read(load):
    """A torn end is no reason to lose the beginning."""
    document = load("a.xml", "<a><p>The harbour opened in spring.</p><p>It is")

    assert document.text.startswith("The harbour opened in spring.")
    assert document.notes == ("its XML is damaged from line 1 on: parts may be missing",)


@pytest.mark.parametrize("source", ["no markup here", "<", "<a/>", "<a><b x='1'/></a>"])
def test_what_holds_nothing_is_one_sentence(load, source):
    """Not XML, or no words in it."""
    with pytest.raises(SourceError, match=r"^a\.xml: (is not XML|holds no text)"):
        load("a.xml", source)
