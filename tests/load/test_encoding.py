import pytest

from rag.load.encoding import decode

TEXTS = {
    "koi8-r": "Музей открыт каждый день, кроме понедельника. В нём хранится около пяти тысяч картин.",
    "cp1251": "Завод построили в прошлом веке, и теперь в нём работают сотни человек из ближних сёл.",
    "cp1250": "Knihovna je otevřena každý den kromě pondělí. Půjčuje přes čtyřicet tisíc knih a časopisů.",
    "cp1252": "Die Brücke ist sehr alt, und die Bürger möchten, dass man sie für die Züge erhält.",
    "cp1254": "Müze pazartesi dışında her gün açıktır. İçinde beş bine yakın tablo ve çizim bulunmaktadır.",
    "cp1256": "المتحف مفتوح كل يوم ما عدا يوم الاثنين، وفيه نحو خمسة آلاف لوحة ورسم من البلاد كلها.",
    "cp1255": "המוזיאון פתוח בכל יום חוץ מיום שני, ויש בו כחמשת אלפים ציורים ורישומים מכל הארץ.",
    "cp1253": "Το μουσείο είναι ανοιχτό κάθε μέρα εκτός Δευτέρας και έχει περίπου πέντε χιλιάδες πίνακες.",
    "gb18030": "这座博物馆建于一九五八年，馆内收藏了三千多件陶器。周一闭馆，其余日子上午九点开门。",
    "big5": "這座博物館建於一九五八年，館內收藏了三千多件陶器。週一休館，其餘日子上午九點開門。",
    "cp932": "この博物館は一九五八年に建てられ、三千点以上の陶器を収めています。月曜日は休館です。",
    "euc_kr": "이 박물관은 월요일을 빼고 날마다 열며 도자기 삼천 점을 간직하고 있습니다.",
    "iso2022_jp": "この博物館は月曜日を除いて毎日開いています。",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_declared_encoding_is_believed_when_it_fits(encoding):
    """The text is read as the file says, without a note."""
    found = decode(TEXTS[encoding].encode(encoding), encoding)

    assert found.text == TEXTS[encoding]
    assert found.notes == ()


@pytest.mark.parametrize("encoding", [name for name in TEXTS if name != "cp1253"])
def test_an_undeclared_encoding_is_found_and_said(encoding):
    """Old encodings of many languages are recognised; a guess is told to the person."""
    found = decode((TEXTS[encoding] * 3).encode(encoding))

    assert found.text == TEXTS[encoding] * 3
    assert bool(found.notes) == (encoding != "iso2022_jp")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding):
    """A mark at the start says it all, and is no part of the text."""
    text = "Ünï 漢字 नमस्ते 😀"

    assert decode(text.encode(encoding), "cp1252").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen(encoding):
    """Every second byte is zero in most texts."""
    assert (
        decode("Plain words without any mark.".encode(encoding)).text
        == "Plain words without any mark."
    )


def test_utf_8_is_taken_before_what_is_declared():
    """Text that is valid UTF-8 is UTF-8, whatever the file claims."""
    assert decode("Żółw".encode(), "cp1250").text == "Żółw"


def test_a_false_declaration_is_said():
    """A page that says UTF-8 and is not is read by detection, with a note."""
    found = decode(TEXTS["cp1252"].encode("cp1252"), "utf-8")

    assert found.text == TEXTS["cp1252"]
    assert "the file says utf-8, which does not fit" in found.notes[0]


def test_small_sets_are_read_as_the_large_ones_they_mean():
    """Pages that name GB2312, Shift_JIS or ISO-8859-1 use characters beyond them."""
    assert decode("髙橋①".encode("cp932"), "Shift_JIS").text == "髙橋①"
    assert decode("朱镕基".encode("gb18030"), "gb2312").text == "朱镕基"
    assert decode("“quoted” – €".encode("cp1252"), "ISO-8859-1").text == "“quoted” – €"


@pytest.mark.parametrize("declared", ["base64", "rot13", "no-such-set", "", "  ", "x" * 1000, "\0"])
def test_a_declaration_that_is_no_encoding_is_passed_over(declared):
    """Names of other codecs are never run."""
    assert decode(TEXTS["cp1252"].encode("cp1252"), declared).text == TEXTS["cp1252"]


def test_damaged_utf_8_stays_utf_8():
    """Two flipped bytes do not make it another encoding; where they were is visible and noted."""
    data = bytearray((TEXTS["koi8-r"] * 3).encode())
    data[40] = data[90] = 0xFF

    found = decode(bytes(data))

    assert found.encoding == "utf-8"
    assert found.text.count("Музей") >= 2
    assert (
        found.notes == ("damaged bytes were replaced by \ufffd in 2 places",)
        or "\ufffd" in found.text
    )


def test_few_bytes_are_said_to_be_uncertain():
    """A guess from a few bytes is a guess."""
    assert "uncertain" in decode("für".encode("cp1252")).notes[0]


def test_bytes_that_are_no_text_are_refused():
    """No encoding makes text of noise."""
    with pytest.raises(ValueError, match="no encoding"):
        decode(bytes(range(256)) * 20 + b"\x81\x8d\x8f" * 50)
