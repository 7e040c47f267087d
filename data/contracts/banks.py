"""Tables about banks: who they are, their accounts, the links between them."""

from __future__ import annotations

from functools import partial

from data.contracts.model import Check, Column, ColumnType, Contract
from data.contracts.vocabulary import (
    bank_column,
    count_column,
    country_column,
    kind_column,
    measure_column,
    source_column,
)

_count = partial(count_column, required=False, example="1200")


def _amount(name: str, meaning_en: str, meaning_fr: str, *aliases: str, signed: bool = False) -> Column:
    return Column(
        name,
        ColumnType.NUMBER,
        meaning_en,
        meaning_fr,
        unit="MAD million",
        unit_fr="millions de MAD",
        minimum=None if signed else 0,
        aliases=aliases,
    )


BANK = Contract(
    "bank",
    "Banks",
    "Banques",
    "Banks whose data are loaded; the demonstration banks are fictional",
    "Banques dont les données sont chargées ; les banques de démonstration sont fictives",
    (
        Column(
            "bank",
            ColumnType.TEXT,
            "Short code of the bank, without spaces",
            "Code court de la banque, sans espace",
            max_length=40,
            aliases=("banque", "code", "code banque", "bank id"),
            example="zellige",
        ),
        Column(
            "name",
            ColumnType.TEXT,
            "Name of the bank",
            "Nom de la banque",
            max_length=120,
            aliases=("nom", "raison sociale", "denomination"),
            example="Banque Zellige",
        ),
        country_column(default="MAR"),
        Column(
            "size",
            ColumnType.TEXT,
            "Size among the banks of its country",
            "Taille parmi les banques de son pays",
            required=False,
            choices=("large", "medium", "small"),
            aliases=("taille",),
            example="medium",
            choice_aliases=(("grande", "large"), ("moyenne", "medium"), ("petite", "small")),
        ),
        Column("profile_en", ColumnType.TEXT, "Profile, in English", "Profil, en anglais", required=False),
        Column("profile_fr", ColumnType.TEXT, "Profile, in French", "Profil, en français", required=False),
        measure_column(
            "total_assets_mad_million",
            "MAD million",
            "millions de MAD",
            "Total assets",
            "Total du bilan",
            "total bilan",
            required=False,
        ),
        _count("customers", "Customers with an account", "Clients titulaires d'un compte", "clients"),
        _count("branches", "Branches", "Agences", "agences", "nombre d'agences"),
        _count("employees", "Employees", "Effectif", "effectif", "effectifs"),
        source_column(),
        kind_column(),
    ),
    key=("bank",),
    importable=True,
)


FINANCIAL_STATEMENT = Contract(
    "financial_statement",
    "Accounts",
    "Comptes",
    "Yearly accounts of a bank, as the business indicator of the Basel Committee needs them",
    "Comptes annuels d'une banque, tels que les demande l'indicateur d'activité du Comité de Bâle",
    (
        bank_column(),
        Column(
            "year",
            ColumnType.YEAR,
            "Financial year",
            "Exercice",
            minimum=1990,
            maximum=2100,
            aliases=("annee", "exercice"),
            example="2025",
        ),
        _amount("interest_income", "Interest income", "Produits d'intérêts", "produits d'interets"),
        _amount("interest_expense", "Interest expense", "Charges d'intérêts", "charges d'interets"),
        _amount(
            "interest_earning_assets",
            "Interest-earning assets",
            "Actifs productifs d'intérêts",
            "actifs productifs",
        ),
        _amount("dividend_income", "Dividend income", "Dividendes reçus", "dividendes"),
        _amount("fee_income", "Fee and commission income", "Commissions perçues", "commissions percues"),
        _amount("fee_expense", "Fee and commission expense", "Commissions versées", "commissions versees"),
        _amount(
            "other_operating_income",
            "Other operating income",
            "Autres produits d'exploitation",
            "autres produits",
        ),
        _amount(
            "other_operating_expense",
            "Other operating expense",
            "Autres charges d'exploitation",
            "autres charges",
        ),
        _amount(
            "trading_book_result",
            "Net result of the trading book",
            "Résultat net du portefeuille de négociation",
            signed=True,
        ),
        _amount(
            "banking_book_result",
            "Net result of the banking book",
            "Résultat net du portefeuille bancaire",
            signed=True,
        ),
        _amount(
            "operating_cost",
            "General operating cost",
            "Charges générales d'exploitation",
            "charges generales",
        ),
        _amount(
            "e_banking_revenue", "Revenue of e-banking", "Revenus de la banque en ligne", "revenus e banking"
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "year"),
    importable=True,
)


BANK_LINK = Contract(
    "bank_link",
    "Links between banks",
    "Liens entre banques",
    "Through what the trouble of one bank reaches another: a shared vendor, group or channel mix",
    "Par quoi les difficultés d'une banque en atteignent une autre : prestataire, groupe ou canaux communs",
    (
        bank_column(),
        Column(
            "counterpart",
            ColumnType.TEXT,
            "Bank whose trouble reaches it",
            "Banque dont les difficultés l'atteignent",
            references="bank.bank",
            max_length=40,
            aliases=("contrepartie", "autre banque"),
            example="noria",
        ),
        Column(
            "link",
            ColumnType.TEXT,
            "What they share",
            "Ce qu'elles partagent",
            choices=("vendor", "group", "channel_mix", "exposure"),
            aliases=("lien", "type de lien"),
            example="vendor",
            choice_aliases=(
                ("prestataire", "vendor"),
                ("groupe", "group"),
                ("canaux", "channel_mix"),
                ("exposition", "exposure"),
            ),
        ),
        Column(
            "strength",
            ColumnType.NUMBER,
            "Share of the counterpart's stress that passes on",
            "Part du stress de la contrepartie qui se transmet",
            unit="share 0-1",
            unit_fr="part 0-1",
            minimum=0,
            maximum=1,
            aliases=("force", "intensite", "poids", "weight"),
            example="0.15",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "counterpart", "link"),
    importable=True,
)


BANK_CUSTOMER = Contract(
    "bank_customer",
    "Customers by country",
    "Clients par pays",
    "Where the customers of a bank live, at the latest count",
    "Où vivent les clients d'une banque, au dernier comptage",
    (
        bank_column(),
        country_column(),
        Column(
            "customers",
            ColumnType.INTEGER,
            "Customers who live in the country",
            "Clients qui vivent dans le pays",
            unit="count",
            unit_fr="nombre",
            minimum=0,
            aliases=("clients", "nombre de clients"),
            example="1200",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "country"),
    importable=True,
)


BANK_POSITION = Contract(
    "bank_position",
    "Liquidity, currency and capital",
    "Liquidité, change et fonds propres",
    "What a shock to money or to the currency reaches first at a bank, at the end of a year",
    "Ce qu'un choc monétaire ou de change atteint d'abord dans une banque, à la fin d'un exercice",
    (
        bank_column(),
        Column(
            "year",
            ColumnType.YEAR,
            "Financial year",
            "Exercice",
            minimum=1990,
            maximum=2100,
            aliases=("annee", "exercice"),
            example="2025",
        ),
        _amount(
            "deposits_retail",
            "Deposits of residents who are no firms",
            "Dépôts des particuliers résidents",
            "depots des particuliers",
        ),
        _amount("deposits_business", "Deposits of firms", "Dépôts des entreprises", "depots des entreprises"),
        _amount(
            "deposits_abroad",
            "Deposits of Moroccans abroad",
            "Dépôts des Marocains du monde",
            "depots des mre",
            "depots des marocains du monde",
        ),
        _amount(
            "reserves_held",
            "Reserves held because they are required",
            "Réserve obligatoire constituée",
            "reserve obligatoire",
            "reserve monetaire",
        ),
        _amount(
            "liquid_assets",
            "High-quality liquid assets",
            "Actifs liquides de haute qualité",
            "alhq",
            "hqla",
        ),
        _amount(
            "net_outflows",
            "Net cash outflows of thirty days under the liquidity coverage ratio",
            "Sorties nettes de trésorerie à trente jours du ratio de liquidité",
            "sorties nettes",
        ),
        _amount(
            "refinancing",
            "Borrowed from the central bank and the money market",
            "Refinancement auprès de la banque centrale et du marché monétaire",
            "refinancement",
        ),
        _amount(
            "currency_turnover",
            "Currency bought and sold by customers in the year",
            "Devises achetées et vendues par la clientèle dans l'exercice",
            "volume de change",
        ),
        _amount(
            "currency_income",
            "Margin on the currency of customers",
            "Marge de change sur la clientèle",
            "marge de change",
        ),
        _amount(
            "transfers_received",
            "Transfers received from Moroccans abroad in the year",
            "Transferts reçus des Marocains du monde dans l'exercice",
            "transferts des mre",
        ),
        _amount(
            "transfer_income",
            "Fees on transfers from abroad, conversion included",
            "Commissions sur transferts de l'étranger, change compris",
            "commissions de transfert",
        ),
        _amount(
            "open_currency_position",
            "Net open position in foreign currency; positive where assets exceed debts",
            "Position nette de change ; positive si les avoirs dépassent les dettes",
            "position de change",
            signed=True,
        ),
        _amount("capital", "Own funds", "Fonds propres prudentiels", "fonds propres"),
        _amount(
            "risk_weighted_assets", "Risk-weighted assets", "Actifs pondérés des risques", "actifs ponderes"
        ),
        _amount(
            "risk_weighted_in_currency",
            "Risk-weighted assets in foreign currency, among them",
            "Dont actifs pondérés en devises",
            "actifs ponderes en devises",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "year"),
    importable=True,
    checks=(
        Check(
            "risk_weighted_in_currency <= risk_weighted_assets",
            ("risk_weighted_in_currency", "risk_weighted_assets"),
            "A part cannot exceed the whole otherwise",
            "Une partie ne peut dépasser le tout sinon",
        ),
    ),
)
