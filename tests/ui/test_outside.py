"""What comes from links and files reads on the screen as it was written, and does nothing there."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ui.outside import one_line, own_address, prose, tabled, web_link

READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
HARMLESS = {
    *("paragraph_open", "paragraph_close", "inline", "text", "text_special", "strong_open", "strong_close")
}
# What the framework looks for in the finished text: addresses, mailboxes, icons, coloured text.
ALIVE = re.compile(r"https?://|www\.|[\w.+-]@[\w-]+\.|:material/|:[a-z-]+\[", re.IGNORECASE)
PIECES = st.sampled_from(
    [
        *("[Log in](https://evil.example)", "![x](//evil)", "<https://evil.example>", "www.evil.example"),
        *("a@b.example", "`code`", "$x^2$", ":red[x]", ":material/lock:", "&#91;", "\\", "**bold**", "***"),
        *("* ", "- ", "1. ", "# ", "> ", "~~x~~", "<script>", "\n\n", "\t", "    ", "|a|b|", "_x_", "[^1]"),
        *("]: https://evil.example", "\u202e"),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=6), max_size=8).map("".join)


def _seen(markdown: str) -> tuple[set[str], str]:
    kinds, text = set(), ""
    for token in READER.parse(markdown):
        kinds.add(token.type)
        for child in token.children or []:
            kinds.add(child.type)
            text += child.content
    return kinds, text


@given(HOSTILE)
@example("[Log in again](https://evil.example)")
@example("\\[x](y)")
def test_no_text_becomes_more_than_text(text: str) -> None:
    kinds, seen = _seen(prose(text))
    assert kinds <= HARMLESS
    assert not ALIVE.search(seen)


@given(HOSTILE)
def test_what_is_read_is_what_was_written(text: str) -> None:
    seen = _seen(prose(text))[1].replace("\N{WORD JOINER}", "").replace("**", "")
    assert seen.split() == one_line(text).replace("**", "").replace("\N{WORD JOINER}", "").split()


@pytest.mark.parametrize(
    "sentence",
    [
        "The legal risk is 2.4 (2.1 to 2.7), October 2026: worse by 0.3.",
        "Bank A+ - 5 % of 3,000 MAD; see p = 3, at 14:05.",
        "own_bank_2 beside Société « Générale »",
        "**Latest beside a year earlier:** 3 → 4.",
    ],
)
def test_an_ordinary_sentence_is_left_alone(sentence: str) -> None:
    assert prose(sentence) == sentence


def test_a_text_keeps_to_one_line_and_one_direction() -> None:
    assert one_line("a\r\nb\x1b[31mc\u202ed\u2028e") == "a  b [31mcd e"


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "http://plain.example", "https://a.example/x](https://evil.example"),
        *("https://user@evil.example/", "https://a.example/ b", "https://a.example/<b>", None, 3.0),
    ],
)
def test_only_a_plain_address_of_the_web_becomes_a_link(address: object) -> None:
    assert web_link(address) == ""
    assert web_link("https://data.worldbank.org/a?b=c") == (
        "[data.worldbank.org](https://data.worldbank.org/a?b=c)"
    )


@given(HOSTILE, HOSTILE)
@example("a|b", "\\|")
def test_a_cell_of_a_table_is_one_cell_and_does_nothing(name: str, text: str) -> None:
    written = READER.parse(tabled([f"x{name}", "b"], [[f"x{text}", "1"]], [False, True]))
    kinds = {token.type for token in written} | {
        part.type for token in written for part in token.children or ()
    }
    assert {
        each for each in kinds if not each.startswith(("table", "thead", "tbody", "tr", "th", "td"))
    } <= HARMLESS
    assert [token.type for token in written].count("td_open") == 2
    assert [token.type for token in written].count("th_open") == 2


def test_an_address_of_ours_is_a_link_and_another_is_words() -> None:
    assert own_address("http://127.0.0.1:8501/plan?a=1&b=%3E") == "<http://127.0.0.1:8501/plan?a=1&b=%3E>"
    assert not own_address("javascript:alert(1)").startswith("<")
    assert not own_address("https://a.example/> [x](https://evil.example)").startswith("<")
