"""The licensing rules as data: text in both languages, source, date, tag, and the days on which each holds.

Tags: V read in the source named, V2 read in a secondary source, M unverified, C a convention of this product.
A rule with another date, or a newer rule, is another record, never another line of code.
"""

from __future__ import annotations

from datetime import date

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.wording import Wording

LICENCE_RULES: tuple[LicenceRule, ...] = (
    LicenceRule(
        "MA-1",
        "MAR",
        Wording(
            (
                "Whoever receives funds from the public, grants credit or provides means of"
                " payment as a usual profession carried on in Morocco is a credit "
                "institution, wherever its seat"
            ),
            (
                "Quiconque reçoit des fonds du public, accorde des crédits ou met à "
                "disposition des moyens de paiement, à titre de profession habituelle "
                "exercée au Maroc, est un établissement de crédit, quel que soit son siège"
            ),
        ),
        "Law 103-12, article 1",
        2014,
        "V",
    ),
    LicenceRule(
        "MA-2",
        "MAR",
        Wording(
            (
                "The Governor of Bank Al-Maghrib grants the licence after the opinion of "
                "the Credit Institutions Committee; the decision comes within 120 days"
            ),
            (
                "Le Wali de Bank Al-Maghrib délivre l'agrément après avis du Comité des "
                "établissements de crédit ; la décision intervient sous 120 jours"
            ),
        ),
        "Law 103-12, article 34",
        2014,
        "V",
    ),
    LicenceRule(
        "MA-3",
        "MAR",
        Wording(
            ("A branch of a foreign bank needs the same licence, and an endowment in place of capital"),
            (
                "La succursale d'une banque étrangère relève du même agrément, avec une "
                "dotation tenant lieu de capital"
            ),
        ),
        "Law 103-12",
        2014,
        "V2",
    ),
    LicenceRule(
        "MA-4",
        "MAR",
        Wording(
            "Payment services alone need the licence of a payment institution",
            ("Les services de paiement seuls relèvent de l'agrément d'établissement de paiement"),
        ),
        "Law 103-12",
        2014,
        "V2",
    ),
    LicenceRule(
        "MA-5",
        "MAR",
        Wording(
            (
                "The law does not say when a service offered by Internet alone is carried "
                "on in Morocco: the outcome is unclear and the targeting signals are shown"
            ),
            (
                "La loi ne dit pas quand un service offert par Internet seul est exercé au "
                "Maroc : l'issue est incertaine et les indices de ciblage sont montrés"
            ),
        ),
        "Reading of Law 103-12, article 1",
        2014,
        "C",
    ),
    LicenceRule(
        "MA-6",
        "MAR",
        Wording(
            (
                "Before launch: a security audit, the declaration of incidents, sensitive "
                "data kept in Morocco, and outsourcing of sensitive systems under a "
                "contract of Moroccan law"
            ),
            (
                "Avant le lancement : audit de sécurité, déclaration des incidents, données"
                " sensibles conservées au Maroc, externalisation des systèmes sensibles "
                "sous contrat de droit marocain"
            ),
        ),
        "Law 05-20, articles 4, 8, 11 and 12",
        2020,
        "V",
    ),
    LicenceRule(
        "MA-7",
        "MAR",
        Wording(
            (
                "Processing of personal data needs prior notice to the CNDP, and its "
                "authorisation for sensitive data and identity-card numbers; transfers "
                "abroad only where the country is adequate or the CNDP authorises them"
            ),
            (
                "Tout traitement de données personnelles suppose une déclaration préalable "
                "à la CNDP, et son autorisation pour les données sensibles et le numéro de "
                "la carte nationale ; transferts à l'étranger seulement vers un pays "
                "adéquat ou avec autorisation"
            ),
        ),
        "Law 09-08",
        2009,
        "V2",
    ),
    LicenceRule(
        "MA-8",
        "MAR",
        Wording(
            ("An electronic signature is simple, advanced or qualified; the level decides its legal force"),
            (
                "La signature électronique est simple, avancée ou qualifiée ; le niveau "
                "décide de sa force juridique"
            ),
        ),
        "Law 43-20 and decree 2-22-687",
        2020,
        "V2",
    ),
    LicenceRule(
        "EU-1",
        "EU",
        Wording(
            (
                "A credit institution of the European Economic Area that serves another "
                "Member State without presence notifies its home authority, which informs "
                "the host within one month"
            ),
            (
                "Un établissement de crédit de l'Espace économique européen qui sert un "
                "autre État membre sans présence notifie son autorité d'origine, qui en "
                "informe l'État d'accueil sous un mois"
            ),
        ),
        "Directive 2013/36/EU, article 39",
        2013,
        "V",
    ),
    LicenceRule(
        "EU-2",
        "EU",
        Wording(
            (
                "A bank of the European Economic Area that opens a branch: the home "
                "authority sends the file within two to three months, the host has two "
                "months"
            ),
            (
                "Une banque de l'Espace économique européen qui ouvre une succursale : "
                "l'autorité d'origine transmet le dossier sous deux à trois mois, l'État "
                "d'accueil dispose de deux mois"
            ),
        ),
        "Directive 2013/36/EU, articles 35 and 36",
        2013,
        "V2",
    ),
    LicenceRule(
        "EU-3",
        "EU",
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
                "A bank of a third country that provides core services to clients in the "
                "European Union needs an authorised branch in each Member State, or a "
                "subsidiary in the Union"
            ),
            (
                "Une banque d'un pays tiers qui fournit des services bancaires de base à "
                "des clients de l'Union a besoin d'une succursale autorisée dans chaque "
                "État membre, ou d'une filiale dans l'Union"
            ),
        ),
        "Directive (EU) 2024/1619, article 21c",
        2024,
        "V2",
        valid_from=date(2027, 1, 11),
        note=Wording("The day is not verified", "Le jour n'est pas vérifié"),
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
            "Contracts made on or after 11 July 2026 are not kept",
            "Les contrats conclus à partir du 11 juillet 2026 ne sont pas maintenus",
        ),
    ),
    LicenceRule(
        "EU-6",
        "EU",
        Wording(
            (
                "A third-country branch is of class 1 above EUR 5 billion of assets, or "
                "with retail deposits of at least 5 % of liabilities or above EUR 50 "
                "million"
            ),
            (
                "Une succursale de pays tiers est de classe 1 au-delà de 5 milliards d'EUR "
                "d'actifs, ou avec des dépôts de détail d'au moins 5 % du passif ou "
                "supérieurs à 50 millions d'EUR"
            ),
        ),
        "Directive (EU) 2024/1619",
        2024,
        "M",
        valid_from=date(2027, 1, 11),
        amounts=(("assets_eur", 5e9), ("retail_share", 0.05), ("retail_deposits_eur", 50e6)),
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
        note=Wording("The month of the notes is not verified", "Le mois des notes n'est pas vérifié"),
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
                "Retail deposits under USD 250,000 need a bank subsidiary insured by the "
                "FDIC; a branch will not do"
            ),
            (
                "Les dépôts de détail de moins de 250 000 USD exigent une filiale bancaire "
                "assurée par la FDIC ; une succursale ne suffit pas"
            ),
        ),
        "12 CFR part 347",
        2005,
        "V2",
        amounts=(("retail_deposit_usd", 250_000.0),),
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
