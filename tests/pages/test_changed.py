"""What was changed is listed with its default, one can be given back or all, and the last change undone."""

from tests.pages.conftest import Opener

COSTS = "channels_costs.py"


def test_each_change_is_named_with_its_default_and_can_be_given_back(open_page: Opener) -> None:
    app = open_page(COSTS, "en", cpractical="0.8", cback="0.5")
    app.session_state["changed"] = True
    app.run()
    said = " ".join(text.value for text in app.markdown)
    assert "Practical capacity: 80% instead of 100%" in said
    assert "Given back: 50% instead of 0%" in said
    app.button(key="give back practical_share").click().run()
    assert "cpractical" not in app.query_params
    assert app.query_params["cback"] == "0.5"
    app.session_state["changed"] = True
    app.run()
    app.button(key="give all back").click().run()
    assert "cback" not in app.query_params


def test_the_last_change_can_be_undone_and_the_one_before_it(open_page: Opener) -> None:
    app = open_page(COSTS, "en")
    assert "changed" not in app.session_state, "nothing was changed: there is nothing to undo"
    for value in (0.8, 0.9):
        app.select_slider(key="control practical_share").set_value(value).run()
    app.session_state["changed"] = True
    app.run()
    app.button(key="undo").click().run()
    assert app.query_params["cpractical"] == "0.8"
    app.session_state["changed"] = True
    app.run()
    app.button(key="undo").click().run()
    assert "cpractical" not in app.query_params
    assert app.select_slider(key="control practical_share").value == 1.0


def test_choosing_a_bank_is_no_change_of_an_assumption(open_page: Opener) -> None:
    app = open_page(COSTS, "en", bank="zellige")
    assert "changed" not in app.session_state


def test_a_choice_taken_back_is_not_counted_as_a_change(open_page: Opener) -> None:
    app = open_page(COSTS, "en")
    app.select_slider(key="control practical_share").set_value(0.8).run()
    app.session_state["changed"] = True
    app.run()
    app.button(key="give all back").click().run()
    app.session_state["changed"] = True
    app.run()
    assert "Every assumption is the product’s own." in [text.value for text in app.caption]
    assert "Undo" in menus(app.main)
    assert not [label for label in menus(app.main) if "change" in label]


def menus(block) -> list[str]:
    """The names of the menus that stand on a page."""
    below = [label for child in getattr(block, "children", {}).values() for label in menus(child)]
    proto = getattr(block, "proto", None)
    return [proto.popover.label, *below] if getattr(proto, "popover", None) and proto.popover.label else below
