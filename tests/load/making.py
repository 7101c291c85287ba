"""PDF, Word and ZIP files made by hand for the tests, so that every byte of them is known."""

import io
import struct
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>'
    '<w:basedOn w:val="berschrift2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    "1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
    "1 beginbfchar <E000> <06440627> endbfchar\n"  # one glyph for two letters: lam with alef
    "endcmap end end"
)


def pdf_bytes(pages, title="", outline=(), encrypted=False, image=False):
    """A PDF whose pages are lists of lines, in any script of the basic plane.

    A line is its words, set in 10 points below the one before, or (x, y, size, words) with the
    left end of its base line; words that begin with "**" are bold, and of those that begin with
    "<-" each letter stands left of the one before. `outline` holds (words, page index). The font
    names each letter by its code point, and all are six tenths of its size wide.
    """
    objects = {}
    first_page = 13
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    outlines = "/Outlines 7 0 R" if outline else ""
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {outlines} >>"
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    objects[3] = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
    )
    objects[4] = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 600 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/FontDescriptor 9 0 R >>"
    )
    objects[5] = stream(TO_UNICODE)
    objects[6] = f"<< /Title <{('﻿' + title).encode('utf-16-be').hex()}> >>"
    objects[8] = stream(
        "\0",
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    objects[9] = (
        "<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    for number, like in ((10, 3), (11, 4), (12, 9)):
        bold = objects[like].replace("/Own ", "/Own-Bold ").replace("[4 0 R]", "[11 0 R]")
        objects[number] = bold.replace("/FontDescriptor 9 0 R", "/FontDescriptor 12 0 R")
    for n, lines in enumerate(pages):
        page = first_page + 2 * n
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {page + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 10 0 R >> /XObject << /I1 8 0 R >> >> >>"
        )
        flowing = [line for line in lines if isinstance(line, str)]
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in flowing)
        placed = "".join(_placed(*line) for line in lines if not isinstance(line, str))
        picture = "q 500 0 0 700 40 40 cm /I1 Do Q\n" if image else ""
        objects[page + 1] = stream(f"{picture}BT /F1 10 Tf 14 TL 50 800 Td\n{shown}ET\n{placed}")
    if outline:
        start = first_page + 2 * len(pages)
        last = start + len(outline) - 1
        objects[7] = (
            f"<< /Type /Outlines /First {start} 0 R /Last {last} 0 R /Count {len(outline)} >>"
        )
        for n, (words, page) in enumerate(outline):
            following = f"/Next {start + n + 1} 0 R" if start + n < last else ""
            objects[start + n] = (
                f"<< /Title <{('﻿' + words).encode('utf-16-be').hex()}> /Parent 7 0 R {following} "
                f"/Dest [{first_page + 2 * page} 0 R /Fit] >>"
            )
    return _file(objects, encrypted)


def _placed(x, y, size, words):
    if words.startswith("<-"):
        letters = " 1200 ".join(f"<{char.encode('utf-16-be').hex()}>" for char in words[2:])
        return f"BT /F1 {size} Tf {x} {y} Td [{letters}] TJ ET\n"
    font, words = ("F2", words[2:]) if words.startswith("**") else ("F1", words)
    return f"BT /{font} {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def stream(content, entries=""):
    """A PDF stream object."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects, encrypted):
    out, offsets = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, body in sorted(objects.items()):
        offsets[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    table, size = out.tell(), max(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
    for number in range(1, size):
        kind = "n" if number in offsets else "f"
        out.write(f"{offsets.get(number, 0):010d} 00000 {kind} \n".encode())
    secret = (
        f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{'ab' * 32}> "
        f"/U <{'cd' * 32}> >> /ID [<{'00' * 16}> <{'00' * 16}>]"
    )
    out.write(
        f"trailer << /Size {size} /Root 1 0 R /Info 6 0 R {secret if encrypted else ''} >>\n"
        f"startxref\n{table}\n%%EOF".encode()
    )
    return out.getvalue()


def docx_bytes(body, **parts):
    """A Word document from the XML inside its body; `parts` are further files of the folder word."""
    document = (
        f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}</w:body></w:document>"
    )
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": document,
        "word/styles.xml": STYLES,
    }
    return zip_bytes({**files, **{f"word/{name}.xml": text for name, text in parts.items()}})


def paragraph(text, style="", properties=""):
    """A paragraph of a Word document."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def msg_bytes(body="", subject="", encoding="", code_page=0, attachments=(), enclosed=None, **more):
    """An Outlook message: an OLE file of strings in UTF-16 or, with `encoding`, in bytes.

    `attachments` are names; `enclosed` are the keywords of a message inside it; `more` are further
    streams by the hexadecimal number of their property ("p1013").
    """
    return ole_bytes(_message(body, subject, encoding, code_page, attachments, enclosed, more, 32))


def _message(body, subject, encoding, code_page, attachments, enclosed, more, head):
    kind, encoding = ("001E", encoding) if encoding else ("001F", "utf-16-le")
    entry = struct.pack("<HHI8s", 3, 0x3FFD, 6, code_page.to_bytes(8, "little"))
    sent = struct.pack("<HHIQ", 0x40, 0x39, 6, 129_000_000_000_000_000)
    tree = {"__properties_version1.0": bytes(head) + entry + sent}
    for number, words in (("0037", subject), ("1000", body), ("0C1A", "Anna Berg")):
        if words:
            tree[f"__substg1.0_{number}{kind}"] = words.encode(encoding)
    tree |= {f"__substg1.0_{name[1:]}": data for name, data in more.items()}
    for n, name in enumerate(attachments):
        tree[f"__attach_version1.0_#{n:08}"] = {f"__substg1.0_3707{kind}": name.encode(encoding)}
    if enclosed is not None:
        settings = {"body": "", "subject": "", "encoding": "", "code_page": 0, "attachments": (),
                    "enclosed": None, "more": {}} | enclosed  # fmt: skip
        tree["__attach_version1.0_#00000099"] = {
            "__substg1.0_3701000D": _message(*settings.values(), head=24)
        }
    return tree


def ole_bytes(tree):
    """An OLE file (Microsoft, [MS-CFB]) of nested dictionaries; all streams in sectors of 512 bytes."""
    entries, sectors = [["Root Entry", 5, b"", []]], []

    def add(parent, inside):
        for name, content in sorted(inside.items()):
            entries.append([name, 1 if isinstance(content, dict) else 2, content, []])
            entries[parent][3].append(len(entries) - 1)
            if isinstance(content, dict):
                add(len(entries) - 1, content)

    add(0, tree)
    fat, places = [], {}
    for number, (_, kind, content, _) in enumerate(entries):
        if kind == 2:
            # Above 4096 bytes a stream lies in ordinary sectors; padding spares the small ones.
            places[number] = (len(fat), max(len(content), 4096))
            count = -(-max(len(content), 4096) // 512)
            sectors.append(content.ljust(count * 512, b"\0"))
            fat += [len(fat) + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
    listed = b""
    for number, (name, kind, _, children) in enumerate(entries):
        siblings = next((e[3] for e in entries if number in e[3]), [])
        later = siblings[siblings.index(number) + 1 :] if siblings else []
        start, size = places.get(number, (0xFFFFFFFE if number == 0 else 0, 0))
        encoded = (name + "\0").encode("utf-16-le")
        listed += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(encoded), kind, 1, 0xFFFFFFFF, later[0] if later else 0xFFFFFFFF,
            children[0] if children else 0xFFFFFFFF, bytes(16), 0, 0, 0, start, size,
        )  # fmt: skip
    listed = listed.ljust(-(-len(listed) // 512) * 512, b"\0")
    first = len(fat)
    count = len(listed) // 512
    fat += [first + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
    tables = -(-(len(fat) + 8) // 128)
    start = len(fat)
    fat += [0xFFFFFFFD] * tables
    table = b"".join(struct.pack("<I", entry) for entry in fat).ljust(tables * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, tables, first, 0, 4096, 0xFFFFFFFE, 0,
        0xFFFFFFFE, 0,
    )  # fmt: skip
    header += b"".join(struct.pack("<I", start + n) for n in range(tables)).ljust(436, b"\xff")
    return header + b"".join(sectors) + listed + table


def zip_bytes(files):
    """A ZIP archive of texts or bytes by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
