"""The page of an evaluation."""

import html
import re
from html.parser import HTMLParser

from rag.evaluate import summary
from rag.report import FAILURES, report
from rag.types import Answer
from tests.test_evaluate import answered, outcome, question

SCRIPT = '<script>alert("x")</script>'


class Tags(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def page(*rows):
    """The report of some outcomes."""
    return report(summary(rows), rows, ["Library: <b>x</b>"])


def test_figures_stand_with_their_intervals_by_pair():
    """All questions, then each pair of languages."""
    text = page(outcome(question(), answered()), outcome(question(), answered()))

    assert "right document first" in text
    assert "en→de" in text
    assert re.search(r"\d\.\d{3}–1\.000", text)


def test_every_kind_of_failure_is_listed_with_what_was_expected():
    """A question that was refused, one that was invented, one with another document."""
    refused = Answer("q", "en", "refused", "The documents do not say.")
    text = page(
        outcome(question(id="r1", text="Сколько магазинов?"), refused),
        outcome(question(id="i1", documents=(), answers=()), answered()),
    )

    assert all(html.escape(words) in text for words, _ in FAILURES.values())
    assert "Refused, though a document holds the answer: 1" in text
    assert "Answered, though no document holds the answer: 1" in text
    assert "Сколько магазинов?" in text
    assert "expected: 11.600" in text


def test_documents_are_data_and_nothing_is_loaded():
    """Escaped everywhere; no script, no link, no picture, nothing from elsewhere."""
    tags = Tags()

    tags.feed(page(outcome(question(text=SCRIPT, answers=(SCRIPT,)), answered(text=SCRIPT))))

    assert not tags.tags & {"script", "img", "link", "iframe", "a", "object", "embed"}
    assert not tags.attributes & {"src", "href", "onclick", "onerror"}


def test_text_that_runs_from_right_to_left_says_so():
    """Arabic and Hebrew questions."""
    refused = Answer("q", "ar", "refused", "لا تذكر المستندات ذلك.")

    assert 'lang="ar" dir="rtl"' in page(outcome(question(text="كم عدد المتاجر؟", language="ar"), refused))  # fmt: skip
