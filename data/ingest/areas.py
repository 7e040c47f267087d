"""Names that statistical offices give to countries and series, where ours differ."""

from __future__ import annotations

from collections.abc import Iterator

from babel.core import get_global

_LONG, _SHORT = 3, 2

OTHER_COUNTRY_NAMES = {
    "Bahamas, The": "BHS",
    "Brunei Darussalam": "BRN",
    "Bolivia (Plurinational State of)": "BOL",
    "Cabo Verde": "CPV",
    "China, Hong Kong Special Administrative Region": "HKG",
    "China, Macao Special Administrative Region": "MAC",
    "Congo, Dem. Rep.": "COD",
    "Congo, Rep.": "COG",
    "Czech Republic": "CZE",
    "Democratic Republic of the Congo": "COD",
    "Egypt, Arab Rep.": "EGY",
    "Gambia, The": "GMB",
    "Hong Kong": "HKG",
    "Hong Kong SAR, China": "HKG",
    "Iran, Islamic Rep.": "IRN",
    "Korea, Dem. People's Rep.": "PRK",
    "Korea, Rep.": "KOR",
    "Kyrgyz Republic": "KGZ",
    "Lao PDR": "LAO",
    "Lao People's Democratic Republic": "LAO",
    "Macao SAR, China": "MAC",
    "Macedonia, FYR": "MKD",
    "Micronesia, Fed. Sts.": "FSM",
    "Myanmar": "MMR",
    "Republic of Korea": "KOR",
    "Republic of Moldova": "MDA",
    "Russian Federation": "RUS",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Vincent and the Grenadines": "VCT",
    "Slovak Republic": "SVK",
    "Swaziland": "SWZ",
    "Syrian Arab Republic": "SYR",
    "Turkey": "TUR",
    "Turquie": "TUR",
    "United Kingdom of Great Britain and Northern Ireland": "GBR",
    "United Republic of Tanzania": "TZA",
    "United States of America": "USA",
    "Venezuela, RB": "VEN",
    "Viet Nam": "VNM",
    "Virgin Islands (U.S.)": "VIR",
    "Yemen, Rep.": "YEM",
}
"""Names written by the World Bank, the United Nations and central banks, to the country code."""

EUROSTAT_CODES = {"EL": "GRC", "UK": "GBR", "XK": "XKX", "EU27_2020": "EU27", "EA": "EMU"}
"""Eurostat's codes that are not those of ISO 3166, and groups that the catalogue has under another code."""


def short_codes() -> Iterator[tuple[str, str]]:
    """Codes of two letters with that of three, those of former countries included.

    The Unicode Consortium's list has the long code of a territory as an alias of the short one.
    """
    for code, short in get_global("territory_aliases").items():
        if len(code) == _LONG and code.isalpha() and len(short) == 1 and len(short[0]) == _SHORT:
            yield short[0], code
    yield from EUROSTAT_CODES.items()


WORLD_BANK_SERIES = {
    "IT.NET.USER.ZS": "internet_users",
    "IT.CEL.SETS.P2": "mobile_subscriptions",
    "IT.NET.BBND.P2": "fixed_broadband",
    "NY.GDP.MKTP.CD": "gdp",
    "NY.GDP.MKTP.KD.ZG": "gdp_growth",
    "FP.CPI.TOTL.ZG": "cpi_inflation",
    "NE.EXP.GNFS.CD": "exports",
    "NE.IMP.GNFS.CD": "imports",
    "BN.CAB.XOKA.GD.ZS": "current_account",
    "FI.RES.TOTL.CD": "reserves",
    "FI.RES.TOTL.MO": "reserves_months_of_imports",
    "FM.LBL.BMNY.GD.ZS": "broad_money",
    "FR.INR.DPST": "deposit_rate",
    "FB.CBK.BRCH.P5": "branches_per_100k",
    "FB.ATM.TOTL.P5": "atms_per_100k",
}
"""World Bank series codes of the indicators the product follows."""

EUROSTAT_SERIES = {"I_IUBK": "internet_banking_users"}
"""Eurostat's codes of the indicators the product follows."""
