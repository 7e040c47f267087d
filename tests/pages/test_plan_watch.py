"""Watch: a visitor of the demonstration sets a limit, sees where it stands, and takes it away."""

from tests.pages.conftest import Opener


def _states(app) -> dict[str, str]:
    rows = app.dataframe[0].value
    return dict(zip(rows["Figure"], rows["State"], strict=True))


def test_a_limit_is_set_stands_in_the_table_and_is_taken_away(open_page: Opener) -> None:
    app = open_page("plan_watch.py", "en")
    before = _states(app)
    # Whoever a visitor plays at the desk sees what is due of the banks of that role.
    (due,) = [each.value for each in app.dataframe if "Stage" in each.value]
    assert set(due["Page"]) <= {"Findings", "Returns"}
    assert len(due)
    assert len(before) == 4
    app.selectbox(key="watch page").set_value("channels-costs").run()
    app.selectbox(key="watch figure channels-costs").set_value("idle").run()
    name = app.selectbox(key="watch figure channels-costs").options[3]
    app.number_input(key="watch bound channels-costs idle").set_value(1.0).run()
    app.button(key="watch add").click().run()
    assert not app.exception
    added = {figure: state for figure, state in _states(app).items() if figure not in before}
    assert added == {name: "◆ Crossed"}
    app.selectbox(key="watch gone").set_value(5).run()
    app.button(key="watch remove").click().run()
    assert _states(app) == before
