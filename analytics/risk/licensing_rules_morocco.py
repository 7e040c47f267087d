"""The Moroccan licensing rules as data; tags and days as in ``licensing_rules``."""

from __future__ import annotations

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.wording import Wording

MOROCCAN_RULES: tuple[LicenceRule, ...] = (
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
                "For a public body, or an infrastructure designated of vital importance "
                "(article 14; the list is secret, article 16), before launch: a security "
                "audit, the declaration of incidents, sensitive data kept in Morocco, "
                "outsourcing of sensitive systems under a contract of Moroccan law"
            ),
            (
                "Pour un organisme public, ou une infrastructure désignée d'importance "
                "vitale (article 14 ; la liste est secrète, article 16), avant le "
                "lancement : audit de sécurité, déclaration des incidents, données "
                "sensibles conservées au Maroc, externalisation des systèmes sensibles "
                "sous contrat de droit marocain"
            ),
        ),
        "Law 05-20, articles 1, 4, 8, 11, 12, 14 and 16",
        2020,
        "V",
        note=Wording(
            "The law does not bind every bank: ask whether it is designated",
            "La loi ne lie pas toutes les banques : demander si elle est désignée",
        ),
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
        "MA-9",
        "MAR",
        Wording(
            (
                "The same bodies use for sensitive systems in the cloud a provider "
                "qualified at level 1, for sensitive data one qualified at level 2; another "
                "one only while none offers the service, after a study of the risks"
            ),
            (
                "Les mêmes organismes recourent, pour les systèmes sensibles en nuage, à "
                "un prestataire qualifié de niveau 1, pour les données sensibles de niveau "
                "2 ; à un autre seulement tant qu'aucun n'offre le service, après étude des "
                "risques"
            ),
        ),
        "Decree 2-24-921, articles 1, 2, 4, 5 and 17",
        2024,
        "V2",
        note=Wording(
            (
                "In force from the publication of the order on its requirements (article 19), "
                "dated 1 August 2025; 24 months for those already in the cloud (article 18)"
            ),
            (
                "En vigueur dès la publication de l'arrêté sur ses exigences (article 19), daté "
                "du 1er août 2025 ; 24 mois pour qui recourt déjà au nuage (article 18)"
            ),
        ),
    ),
)
