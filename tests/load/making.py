"""PDF, Word and ZIP files made by hand for the tests, so that every byte of them is known."""

import io
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

    `outline` holds (words, page index). The font names each letter by its code point.
    """
    objects = {}
    first_page = 10
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
    for n, lines in enumerate(pages):
        page = first_page + 2 * n
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {page + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /I1 8 0 R >> >> >>"
        )
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
        picture = "q 500 0 0 700 40 40 cm /I1 Do Q\n" if image else ""
        objects[page + 1] = stream(f"{picture}BT /F1 10 Tf 14 TL 50 800 Td\n{shown}ET")
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


def zip_bytes(files):
    """A ZIP archive of texts or bytes by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
