"""Office files and books made by hand for the tests, so that every part of them is known."""

from tests.load.making import zip_bytes

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODF = " ".join(
    f'xmlns:{name}="{_OASIS}:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "presentation", "manifest")
)
_ODF += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def relations(*kinds_and_targets):
    """A part of references: (kind, target) each, with the ids rId1, rId2…"""
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{_RELS}">{entries}</Relationships>'


def shape(text, placeholder="", group=""):
    """A shape of a slide; lines are paragraphs."""
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    held = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="n"/><p:cNvSpPr/><p:nvPr>{held}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:bodyPr/>{lines}</p:txBody></p:sp>"
    )


def pptx_bytes(slides, notes=None, hidden=(), parts=None):
    """A presentation of slides given as the XML of their shapes; `notes` are by number from 1.

    `parts` are further parts; the first of them is what a slide's rId2 refers to as a chart.
    """
    parts = parts or {}
    keys = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(slides) + 1))
    # The names of the parts run against the order of the show, which alone counts.
    names = [f"slides/slide{len(slides) - n}.xml" for n in range(len(slides))]
    files = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>{keys}'
        "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", name) for name in names)),
    }
    for n, (name, shapes) in enumerate(zip(names, slides, strict=True), 1):
        show = ' show="0"' if n in hidden else ""
        files[f"ppt/{name}"] = _slide("sld", shapes, show)
        rels = [("notesSlide", f"../notesSlides/n{n}.xml")]
        rels += [("chart", f"/{part}") for part in list(parts)[:1]]
        files[f"ppt/slides/_rels/{name.rpartition('/')[2]}.rels"] = relations(*rels)
        if notes and n in notes:
            files[f"ppt/notesSlides/n{n}.xml"] = _slide("notes", shape(notes[n], "body"))
    return zip_bytes({**files, **parts})


def _slide(kind, shapes, attributes=""):
    return (
        f'<p:{kind} xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"{attributes}><p:cSld><p:spTree>{shapes}'
        f"</p:spTree></p:cSld></p:{kind}>"
    )


def cell(reference, value, style=0):
    """A cell of a workbook: a number, a text, or the XML inside it."""
    if isinstance(value, (int, float)):
        return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
    inner = value if value.startswith("<") else f"<is><t>{value}</t></is>"
    return f'<c r="{reference}" t="inlineStr">{inner}</c>'


def rows_xml(rows):
    """Rows of a sheet from lists of values; None is an empty cell, a pair is (value, style)."""
    lines = []
    for number, values in enumerate(rows, 1):
        cells = [
            cell(f"{chr(64 + n)}{number}", *(value if isinstance(value, tuple) else (value,)))
            for n, value in enumerate(values, 1)
            if value is not None
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>' if cells else "")
    return "".join(lines)


def xlsx_bytes(sheets, hidden=(), merged=(), formats=(), shared=(), parts=None):
    """A workbook of sheets: the XML of rows by name. `formats` are of the cell styles from 1."""
    names = list(sheets)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{state}/>'
        for n, name in enumerate(names, 1)
        for state in [' state="hidden"' if name in hidden else ""]
    )
    rels = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    rels += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    codes = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{c}"/>' for n, c in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    ranges = "".join(f'<mergeCell ref="{item}"/>' for item in merged)
    files = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*rels),
        "xl/styles.xml": f'<styleSheet xmlns="{S}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{"".join(f"<si>{s}</si>" for s in shared)}</sst>',
    }
    for n, name in enumerate(names, 1):
        files[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{S}"><sheetData>{sheets[name]}</sheetData>'
            f"<mergeCells>{ranges if n == 1 else ''}</mergeCells></worksheet>"
        )
    return zip_bytes({**files, **(parts or {})})


def odf_bytes(kind, body, styles="", common="", parts=None):
    """An OpenDocument file of a kind ("text", "spreadsheet", "presentation") from the XML in it."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    files = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {_ODF}>{common}</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF}/>",
    }
    return zip_bytes({**files, **(parts or {})})


def epub_bytes(chapters, title="A book", toc="", parts=None):
    """A book of chapters: the XML inside each page's body; names of files run against their order."""
    names = [f"c{len(chapters) - n}.xhtml" for n in range(len(chapters))]
    items = "".join(
        f'<item id="i{n}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    order = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata>'
        f'<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{title}</dc:title></metadata>'
        f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav" '
        f'media-type="application/xhtml+xml"/></manifest><spine>{order}</spine></package>'
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OPS/book.opf": package,
        "OPS/nav.xhtml": page(toc),
    }
    files.update(
        {f"OPS/text/{name}": page(body) for name, body in zip(names, chapters, strict=True)}
    )
    return zip_bytes({**files, **(parts or {})})


def page(body):
    """A page of a book."""
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>t</title></head><body>{body}</body></html>"
    )
