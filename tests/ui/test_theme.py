"""Colours can be read and told apart, and the page of tokens tells the truth about them."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from ui import theme
from ui.charts import channels_activity, common

ROOT = Path(__file__).resolve().parents[2]
DESIGN = (ROOT / "docs" / "DESIGN.md").read_text(encoding="utf-8")


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=["light", "dark"])
def tokens(request) -> dict:
    return theme.tokens(request.param)


def test_text_and_links_reach_double_a(tokens) -> None:
    for surface in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(tokens["textColor"], tokens[surface]) >= 7
        assert contrast(tokens["linkColor"], tokens[surface]) >= 4.5


def test_series_and_grades_stand_out_from_the_background(tokens) -> None:
    for colour in [*tokens["chartCategoricalColors"], *theme.GRADE_COLOURS.values()]:
        assert contrast(colour, tokens["backgroundColor"]) >= 3, colour


def test_the_accent_and_the_steps_of_a_chart_are_bright_on_the_dark_ground() -> None:
    """As text: an accent also writes the name of its line."""
    ground = theme.tokens("dark")["backgroundColor"]
    accent, total = theme.ACCENT_AND_GREYS[:2]
    for colour in (accent, total):
        assert contrast(theme.NIGHT[colour], ground) >= 4.5
    assert contrast(accent, theme.tokens("light")["backgroundColor"]) >= 4.5
    for mode in ("light", "dark"):
        assert contrast(theme.STEP_GREY, theme.tokens(mode)["backgroundColor"]) >= 3
        assert contrast(theme.UNGRADED_COLOUR, theme.tokens(mode)["backgroundColor"]) >= 3


def test_a_chart_wears_the_colours_of_the_ground_and_paper_those_of_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = pd.DataFrame({"label": ["#0072B2"], "value": [1.0], "text": ["1"]})
    day = common.finish(channels_activity.losses(rows, title="t"))
    monkeypatch.setattr(theme, "mode", lambda: "dark")
    night = common.finish(channels_activity.losses(rows, title="t"))
    accent = theme.ACCENT_AND_GREYS[0]
    assert (accent in str(day["layer"]), theme.NIGHT[accent] in str(day["layer"])) == (True, False)
    assert (accent in str(night["layer"]), theme.NIGHT[accent] in str(night["layer"])) == (False, True)
    # What a row is called is no colour.
    assert night["datasets"] == day["datasets"]
    assert "#0072B2" in str(night["datasets"])
    on_paper = common.on_paper(night, title="t", subtitle="s")
    assert on_paper["layer"] == day["layer"]


def test_no_chart_is_built_in_a_colour_of_the_night() -> None:
    """Or paper would turn it into another."""
    built = "".join(path.read_text("utf-8") for path in (ROOT / "ui" / "charts").glob("*.py"))
    assert not [colour for colour in theme.NIGHT.values() if colour in built]


def test_palettes_have_ten_colours_each_and_none_twice(tokens) -> None:
    for name in ("chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"):
        assert len(tokens[name]) == len(set(tokens[name])) == 10


def test_the_sequential_palette_runs_one_way(tokens) -> None:
    steps = [_luminance(colour) for colour in tokens["chartSequentialColors"]]
    assert steps == sorted(steps) or steps == sorted(steps, reverse=True)


# Machado, Oliveira and Fernandes 2009, severity 1: what people without one kind of cone see.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _seen(colour: str, matrix) -> tuple[float, ...]:
    channels = [(int(colour[place : place + 2], 16) / 255) ** 2.2 for place in (1, 3, 5)]
    mixed = [sum(weight * c for weight, c in zip(row, channels, strict=True)) for row in matrix]
    return tuple(max(0.0, min(1.0, value)) ** (1 / 2.2) for value in mixed)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_first_five_series_can_be_told_apart_without_full_colour_vision(tokens, blindness) -> None:
    seen = [_seen(colour, BLINDNESS[blindness]) for colour in tokens["chartCategoricalColors"][:5]]
    for one, other in combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.2


def test_the_page_of_tokens_names_what_the_configuration_holds(tokens) -> None:
    for name in (
        "backgroundColor",
        "secondaryBackgroundColor",
        "textColor",
        "primaryColor",
        "linkColor",
        "borderColor",
    ):
        assert f"`{tokens[name]}`" in DESIGN
    for colour in theme.GRADE_COLOURS.values():
        assert f"`{colour}`" in DESIGN
