import pytest

from rag.errors import SourceError
from rag.load.xml_tree import attribute, local_name, number_of, parse_xml, stream_xml


def test_names_and_attributes_do_without_namespaces(tmp_path):
    """Programs write the same element under several namespaces."""
    root = parse_xml(tmp_path / "a", b'<w:p xmlns:w="u" w:n="7" w:bad="x7" w:min="-3"/>')

    assert local_name(root) == "p"
    assert attribute(root, "n") == "7"
    assert attribute(root, "none") is None
    assert attribute(None, "n") is None
    assert [number_of(root, name, 5) for name in ("n", "bad", "min", "none")] == [7, 5, 5, 5]


def test_damage_is_one_sentence(tmp_path):
    """Whether it is read at once or as a stream."""
    for data in (b"<a><b></a>", b"", b"\xff\xfe<"):
        with pytest.raises(SourceError, match=r"^a\.docx: holds damaged XML; save it again\.$"):
            parse_xml(tmp_path / "a.docx", data)
        with pytest.raises(SourceError, match="holds damaged XML"):
            list(stream_xml(tmp_path / "a.docx", data, frozenset(("b",))))


def test_a_stream_gives_each_element_whole_and_keeps_what_is_around(tmp_path):
    """Rows in order with their cells, in any script, and the sheet that they belong to."""
    rows = "".join(f"<row n='{n}'><c>строка {n}</c><c>列{n}</c></row>" for n in range(2000))
    data = f"<book><sheet name='Лист'>{rows}</sheet><sheet name='表'>{rows}</sheet></book>".encode()

    found = [
        (attribute(row.getparent(), "name"), attribute(row, "n"), [cell.text for cell in row])
        for row in stream_xml(tmp_path / "a", data, frozenset(("row",)))
    ]

    assert len(found) == 4000
    assert found[0] == ("Лист", "0", ["строка 0", "列0"])
    assert found[-1] == ("表", "1999", ["строка 1999", "列1999"])


def test_a_tree_beyond_reason_is_refused_before_it_is_built(tmp_path):
    """Four bytes in a file are over a hundred in memory; what is freed again does not count."""
    junk, names = b"<a>" + b"<b/>" * 80_000 + b"</a>", frozenset(("b",))

    with pytest.raises(SourceError, match="too large to be read at once; split it"):
        parse_xml(tmp_path / "a", junk, most=30_000)
    with pytest.raises(SourceError, match="too large to be read at once"):
        list(stream_xml(tmp_path / "a", junk, frozenset(("row",)), most=30_000))

    assert len(list(stream_xml(tmp_path / "a", junk, names, most=30_000))) == 80_000


@pytest.mark.parametrize("stream", [False, True])
def test_entities_are_never_expanded(tmp_path, stream):
    """Neither files of the machine nor a few bytes that become gigabytes."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(9))
    data = (
        f'<!DOCTYPE a [{nested}<!ENTITY f SYSTEM "file:///etc/passwd">]><a><b>x&e8;&f;y</b></a>'
    ).encode()

    try:
        if stream:
            [element] = stream_xml(tmp_path / "a", data, frozenset(("b",)))
            text = "".join(element.itertext())
        else:
            text = "".join(parse_xml(tmp_path / "a", data).itertext())
    except SourceError as error:
        text = str(error)

    assert "root:" not in text
    assert len(text) < 200


def test_depth_is_bounded(tmp_path):
    """A hundred thousand elements inside each other are no document."""
    deep = b"<a>" * 100_000 + b"</a>" * 100_000

    with pytest.raises(SourceError, match="holds damaged XML"):
        parse_xml(tmp_path / "a", deep)
