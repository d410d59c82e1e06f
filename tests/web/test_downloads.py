"""A file handed over keeps its name, whatever characters a number typed by somebody has."""

from email.message import Message

import pytest

from laureat.web.exam_sessions.downloads import attachment


@pytest.mark.parametrize("name", ["lettre-12-copie.pdf", 'lettre-1"2;x=3-copie.pdf', "lettre-n° 12 été.pdf"])
def test_the_name_of_a_file_is_the_one_it_was_given(name: str) -> None:
    answer = attachment(b"%PDF", name)
    read = Message()
    read["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert (read.get_content_disposition(), read.get_filename()) == ("attachment", name)
    assert answer.headers["Content-Type"] == "application/pdf"
