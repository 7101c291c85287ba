"""XML parsed without entities, network or unbounded trees."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from rag.errors import SourceError


def parse_xml(path: Path, data: bytes) -> etree._Element:
    """Root element of an XML part. Raises `SourceError` when it is not well-formed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(path, "holds damaged XML", "save it again") from error
