"""One scenario through the subjects: a lever bends adoption, adoption the saving and the friction."""

from tests.pages.conftest import Opener, behind
from tests.pages.test_channels import amounts, answered

MIGRATION, TAX = "channels_migration.py", "macro_tobin_tax.py"


def source_rows(app):
    (found,) = [
        frame.value for frame in app.dataframe if "Tax that restores the friction (%)" in frame.value.columns
    ]
    return found.set_index(found.columns[0])["Tax that restores the friction (%)"]


def test_a_lever_changes_what_migration_saves_and_says_so(open_page: Opener) -> None:
    plain = open_page(MIGRATION, "en")
    led = open_page(MIGRATION, "en", memail="1.5")
    assert amounts(answered(led)) != amounts(answered(plain))
    assert any("With the scenario’s levers and trust" in caption.value for caption in led.caption)
    assert not any("levers and trust" in caption.value for caption in plain.caption)


def test_trust_lost_in_an_incident_reaches_the_channels(open_page: Opener) -> None:
    def adopters(app) -> list[float]:
        name = "Share of customers active (%)"
        (found,) = [frame.value for frame in app.dataframe if name in frame.value.columns]
        return found[name].tolist()

    plain, hit = (
        adopters(open_page(MIGRATION, "en", bank="safran", **query)) for query in ({}, {"mtrust": "incident"})
    )
    assert hit[-1] < plain[-1]


def test_adoption_with_levers_moves_the_tax_that_restores_the_friction(open_page: Opener) -> None:
    plain, led = (
        source_rows(behind(open_page(TAX, "en", **query), "What the Internet saves"))
        for query in ({}, {"memail": "1.5"})
    )
    (along,) = [name for name in plain.index if "along its adoption" in name]
    assert led[along] > plain[along]
    others = [name for name in plain.index if name != along]
    assert led[others].equals(plain[others])
