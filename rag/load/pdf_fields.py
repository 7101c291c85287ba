"""Values that were filled into the form fields of a PDF page; they are not part of its text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_LONGEST_VALUE = 2**16  # bytes of UTF-16


def field_lines(page: pypdfium2.PdfPage, form: Any) -> list[str]:
    """One line "name: value" for each filled text or choice field of a page.

    `form` is the form environment of the file, None when it has no form.
    """
    if form is None:
        return []
    lines = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
            if kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX):
                value = _text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
                name = _text(pdfium.FPDFAnnot_GetFormFieldName, form, annotation)
                if value:
                    lines.append(f"{name}: {value}" if name else value)
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return lines


def _text(read: Callable[..., int], form: Any, annotation: Any) -> str:
    """What a PDFium function writes as UTF-16 with an ending zero."""
    size = int(read(form, annotation, None, 0))
    if not 2 < size <= _LONGEST_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(form, annotation, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip()
