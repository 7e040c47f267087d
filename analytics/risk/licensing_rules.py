"""The licensing rules as data: text in both languages, source, date, tag, and the days on which each holds.

Tags: V read in the source named, V2 read in a secondary source, M unverified, C a convention of this product.
A rule with another date, or a newer rule, is another record, never another line of code.
"""

from __future__ import annotations

from datetime import date

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.licensing_rules_morocco import MOROCCAN_RULES
from analytics.risk.wording import Wording

LICENCE_RULES: tuple[LicenceRule, ...] = (
    *MOROCCAN_RULES,
    LicenceRule(
        "EU-1",
        "EEA",
        Wording(
            (
                "A credit institution of the European Economic Area that serves another of "
                "its States without presence notifies its home authority, which informs the "
                "host within one month"
            ),
            (
                "Un établissement de crédit de l'Espace économique européen qui sert un "
                "autre de ses États sans présence notifie son autorité d'origine, qui en "
                "informe l'État d'accueil sous un mois"
            ),
        ),
        "Directive 2013/36/EU, article 39",
        2013,
        "V",
    ),
    LicenceRule(
        "EU-2",
        "EEA",
        Wording(
            (
                "A bank of the European Economic Area that opens a branch: the home "
                "authority sends the file within three months, the host then has two"
            ),
            (
                "Une banque de l'Espace économique européen qui ouvre une succursale : "
                "l'autorité d'origine transmet le dossier sous trois mois, l'État d'accueil "
                "dispose ensuite de deux mois"
            ),
        ),
        "Directive 2013/36/EU, articles 35(3) and 36(1)",
        2013,
        "V2",
    ),
    LicenceRule(
        "EU-8",
        "SSM",
        Wording(
            (
                "Between States of the Single Supervisory Mechanism the branch may start "
                "two months after the notice, unless the supervisor decides otherwise: the "
                "European Central Bank, or for less significant banks the home authority"
            ),
            (
                "Entre États du mécanisme de surveillance unique, la succursale peut "
                "commencer deux mois après la notification, sauf décision contraire du "
                "superviseur : la Banque centrale européenne, ou l'autorité d'origine pour "
                "les banques moins importantes"
            ),
        ),
        "Regulation (EU) No 468/2014, article 11(3) and (4)",
        2014,
        "V",
        note=Wording("Read in the Bulgarian text", "Lu dans le texte bulgare"),
    ),
    LicenceRule(
        "EU-3",
        "EEA",
        Wording(
            (
                "The service is provided where its characteristic performance takes place; "
                "an establishment needs premises and staff"
            ),
            (
                "Le service est fourni là où s'exécute sa prestation caractéristique ; un "
                "établissement suppose des locaux et du personnel"
            ),
        ),
        "Communication SEC(97) 1193",
        1997,
        "V2",
    ),
    LicenceRule(
        "EU-4",
        "EU",
        Wording(
            (
                "A bank of a third country that provides core services (deposits, credit, "
                "guarantees) to clients in the European Union needs an authorised branch in "
                "each Member State, or a subsidiary in the Union"
            ),
            (
                "Une banque d'un pays tiers qui fournit des services bancaires de base "
                "(dépôts, crédits, garanties) à des clients de l'Union a besoin d'une "
                "succursale autorisée dans chaque État membre, ou d'une filiale dans l'Union"
            ),
        ),
        "Directive (EU) 2024/1619, article 21c",
        2024,
        "V2",
        valid_from=date(2027, 1, 11),
        note=Wording(
            (
                "The day is that of four law firms' notes; binds the Union, and no record says that "
                "Iceland, Liechtenstein or Norway took it over"
            ),
            (
                "Le jour est celui de notes de quatre cabinets ; lie l'Union, et rien d'enregistré ne "
                "dit que l'Islande, le Liechtenstein ou la Norvège l'ont repris"
            ),
        ),
    ),
    LicenceRule(
        "EU-5",
        "EU",
        Wording(
            (
                "Exempt: services at the client's own exclusive initiative, between banks, "
                "within a group, ancillary to investment services; contracts made before 11"
                " July 2026 are kept"
            ),
            (
                "Exemptés : services à la seule initiative du client, entre banques, au "
                "sein d'un groupe, accessoires à des services d'investissement ; contrats "
                "conclus avant le 11 juillet 2026 maintenus"
            ),
        ),
        "Directive (EU) 2024/1619, article 21c",
        2024,
        "V2",
        valid_from=date(2027, 1, 11),
        cutoff=date(2026, 7, 11),
        note=Wording(
            (
                "Contracts made on or after 11 July 2026 are not kept (paragraph 5); a State may be "
                "stricter: a Dutch draft keeps them only unchanged"
            ),
            (
                "Les contrats conclus à partir du 11 juillet 2026 ne sont pas maintenus (paragraphe 5) ; un "
                "État peut être plus strict : un projet néerlandais ne les garde que tels quels"
            ),
        ),
    ),
    LicenceRule(
        "EU-6",
        "EU",
        Wording(
            (
                "A third-country branch is of class 1 with EUR 5 billion of assets or more, "
                "or with retail deposits of at least 5 % of liabilities or above EUR 50 "
                "million, or where it is not qualifying: supervision and secrecy at home not "
                "equivalent, or a country of high risk"
            ),
            (
                "Une succursale de pays tiers est de classe 1 à partir de 5 milliards d'EUR "
                "d'actifs, ou avec des dépôts de détail d'au moins 5 % du passif ou "
                "supérieurs à 50 millions d'EUR, ou si elle n'est pas éligible : "
                "surveillance et secret non équivalents dans le pays d'origine, ou pays à "
                "haut risque"
            ),
        ),
        "Directive 2013/36/EU, articles 48a and 48b",
        2024,
        "M",
        valid_from=date(2027, 1, 11),
        amounts=(("assets_eur", 5e9), ("retail_share", 0.05), ("retail_deposits_eur", 50e6)),
        note=Wording(
            "Article 48b read; the amounts of article 48a not read again",
            "Article 48b lu ; les montants de l'article 48a n'ont pas été relus",
        ),
    ),
    LicenceRule(
        "EU-7",
        "DEU",
        Wording(
            (
                "Germany, until then: a licence is needed where the provider targets the "
                "German market repeatedly and commercially; passive supply is free"
            ),
            (
                "Allemagne, jusque-là : un agrément est exigé si le prestataire vise le "
                "marché allemand de façon répétée et commerciale ; la fourniture passive "
                "est libre"
            ),
        ),
        "BaFin notes, 2005",
        2005,
        "V",
        valid_from=date(2005, 4, 1),
        valid_to=date(2027, 1, 10),
        note=Wording(
            "Notes of 1 April 2005, amended 11 March 2019; read in German",
            "Notes du 1er avril 2005, modifiées le 11 mars 2019 ; lues en allemand",
        ),
    ),
    LicenceRule(
        "US-1",
        "USA",
        Wording(
            (
                "Any direct office needs the approval of the Federal Reserve and a licence "
                "from the Comptroller of the Currency or a State"
            ),
            (
                "Tout bureau direct suppose l'accord de la Réserve fédérale et une licence "
                "du Comptroller of the Currency ou d'un État"
            ),
        ),
        "International Banking Act; Foreign Bank Supervision Enhancement Act",
        1991,
        "V2",
    ),
    LicenceRule(
        "US-2",
        "USA",
        Wording(
            (
                "Domestic retail deposits under USD 250,000 need a bank subsidiary insured "
                "by the FDIC; an uninsured branch takes initial deposits of that amount or "
                "more only"
            ),
            (
                "Les dépôts de détail domestiques de moins de 250 000 USD exigent une "
                "filiale bancaire assurée par la FDIC ; une succursale non assurée ne reçoit "
                "que des dépôts initiaux d'au moins ce montant"
            ),
        ),
        "12 U.S.C. 3104; 12 CFR 347.213",
        2005,
        "V2",
        amounts=(("retail_deposit_usd", 250_000.0),),
        note=Wording(
            "Whether deposits taken by Internet without an American office are domestic is not settled here",
            (
                "Savoir si des dépôts reçus par Internet sans bureau américain sont domestiques n'est pas "
                "tranché ici"
            ),
        ),
    ),
    LicenceRule(
        "US-3",
        "USA",
        Wording(
            "An agency takes limited deposits; a representative office may solicit only",
            ("Une agence reçoit des dépôts limités ; un bureau de représentation ne peut que démarcher"),
        ),
        "International Banking Act",
        1991,
        "V2",
    ),
    LicenceRule(
        "BC-1",
        "*",
        Wording(
            (
                "Before serving a country: due diligence on its law, and disclosure of the "
                "home licence and supervisor"
            ),
            (
                "Avant de servir un pays : examen de son droit, et mention de l'agrément et"
                " du superviseur d'origine"
            ),
        ),
        "BCBS99",
        2003,
        "V",
    ),
    LicenceRule(
        "SD-1",
        "*",
        Wording(
            (
                "Historical rule: a virtual bank licensed abroad must first open an "
                "authorised branch to take deposits"
            ),
            (
                "Règle historique : une banque virtuelle agréée à l'étranger doit d'abord "
                "ouvrir une succursale autorisée pour recevoir des dépôts"
            ),
        ),
        "Nsouli and Schaechter, 2002",
        2002,
        "V",
        valid_from=date(2002, 1, 1),
        valid_to=date(2002, 12, 31),
        note=Wording(
            ("Stated in 2002; whether it held later was not read. Shown beside the rules that answer today"),
            (
                "Énoncée en 2002 ; sa validité ultérieure n'a pas été lue. Montrée à côté "
                "des règles d'aujourd'hui"
            ),
        ),
    ),
)
