"""The marketing mix of a bank's site, 2P + 2C + 3S, as things that anyone can look up and prove.

Each item is answered by looking at the public site or an app store, never by asking the bank's opinion.
``proof`` says what to keep as evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Dimension:
    """One of the seven dimensions; ``group`` is P, C or S."""

    code: str
    group: str
    name_en: str
    name_fr: str


@dataclass(frozen=True)
class Item:
    """One observable statement of a dimension, true or not of a site."""

    code: str
    dimension: str
    statement_en: str
    statement_fr: str
    proof_en: str
    proof_fr: str


DIMENSIONS: Final = (
    Dimension("personalisation", "P", "Personalisation", "Personnalisation"),
    Dimension("privacy", "P", "Privacy", "Vie privée"),
    Dimension("customer_service", "C", "Customer service", "Service à la clientèle"),
    Dimension("community", "C", "Community", "Communauté"),
    Dimension("site", "S", "Site", "Site"),
    Dimension("security", "S", "Security", "Sécurité"),
    Dimension("sales_promotion", "S", "Sales promotion", "Promotion des ventes"),
)

_SCREEN: Final = ("Dated screenshot", "Capture d'écran datée")
_PAGE: Final = ("Address of the page and date", "Adresse de la page et date")
_MESSAGE: Final = ("Copy of the message received", "Copie du message reçu")
_TOOL: Final = ("Output of the measuring tool", "Sortie de l'outil de mesure")

_STATEMENTS: Final[dict[str, tuple[tuple[str, str, str, tuple[str, str]], ...]]] = {
    "personalisation": (
        (
            "home",
            "The customer chooses what the home page shows",
            "Le client choisit ce que montre l'accueil",
            _SCREEN,
        ),
        (
            "alerts",
            "Alerts with thresholds that the customer sets",
            "Alertes à seuils fixés par le client",
            _SCREEN,
        ),
        (
            "language",
            "The language chosen is kept from one visit to the next",
            "La langue choisie est conservée d'une visite à l'autre",
            _SCREEN,
        ),
        (
            "profile",
            "Offers differ by declared profile (student, abroad, company)",
            "Les offres diffèrent selon le profil déclaré (étudiant, MRE, entreprise)",
            _PAGE,
        ),
        (
            "favourites",
            "Frequent payees and operations can be saved",
            "Bénéficiaires et opérations fréquents enregistrables",
            _SCREEN,
        ),
        (
            "greeting",
            "Messages address the customer by name",
            "Les messages s'adressent au client par son nom",
            _MESSAGE,
        ),
    ),
    "privacy": (
        (
            "policy",
            "A privacy policy is one click from every page",
            "Politique de confidentialité à un clic de chaque page",
            _PAGE,
        ),
        (
            "law",
            "It cites Law 09-08 and the number of its authorisation",
            "Elle cite la loi 09-08 et le numéro d'autorisation",
            _PAGE,
        ),
        (
            "opt_in",
            "Boxes for commercial messages are empty by default",
            "Cases de prospection décochées par défaut",
            _SCREEN,
        ),
        (
            "opt_out",
            "Each commercial message has a link to unsubscribe that works",
            "Chaque message commercial porte un lien de désinscription qui fonctionne",
            _MESSAGE,
        ),
        (
            "rights",
            "A form or address serves access, correction and objection",
            "Un formulaire ou une adresse sert l'accès, la rectification et l'opposition",
            _PAGE,
        ),
        (
            "cookies",
            "Cookies can be refused as easily as accepted",
            "Les cookies se refusent aussi facilement qu'ils s'acceptent",
            _SCREEN,
        ),
    ),
    "customer_service": (
        (
            "channels",
            "At least three ways to reach a person (telephone, chat, e-mail, appointment)",
            "Au moins trois moyens de joindre une personne (téléphone, discussion, courriel, rendez-vous)",
            _PAGE,
        ),
        (
            "hours",
            "Hours of the telephone service are stated",
            "Les horaires du service téléphonique sont indiqués",
            _PAGE,
        ),
        (
            "confirmation",
            "Each operation is confirmed by e-mail or text message",
            "Chaque opération est confirmée par courriel ou SMS",
            _MESSAGE,
        ),
        ("delay", "A deadline for answers is stated", "Un délai de réponse est annoncé", _PAGE),
        (
            "answered",
            "A test question was answered within one working day",
            "Une question d'essai a reçu réponse en un jour ouvré",
            _MESSAGE,
        ),
        (
            "complaints",
            "The complaint procedure and the mediator are described",
            "La procédure de réclamation et le médiateur sont décrits",
            _PAGE,
        ),
        (
            "help",
            "Help answers frequent questions, with a search field",
            "L'aide répond aux questions fréquentes, avec une recherche",
            _PAGE,
        ),
    ),
    "community": (
        (
            "networks",
            "An official account was active in the last 30 days",
            "Un compte officiel actif au cours des 30 derniers jours",
            _SCREEN,
        ),
        (
            "replies",
            "Public questions there get an answer from the bank",
            "Les questions publiques y reçoivent une réponse de la banque",
            _SCREEN,
        ),
        (
            "forum",
            "Customers can help one another in a forum or comments",
            "Les clients peuvent s'entraider sur un forum ou en commentaires",
            _PAGE,
        ),
        (
            "reviews",
            "The bank answers reviews of its app",
            "La banque répond aux avis sur son application",
            _SCREEN,
        ),
        (
            "referral",
            "A customer can invite a friend from the app",
            "Un client peut inviter un proche depuis l'application",
            _SCREEN,
        ),
    ),
    "site": (
        (
            "speed",
            "The home page's main content shows within 2.5 seconds on a mobile phone",
            "Le contenu principal de l'accueil s'affiche en 2,5 secondes sur mobile",
            _TOOL,
        ),
        (
            "mobile",
            "Every public page reads on a telephone without zooming",
            "Chaque page publique se lit sur téléphone sans zoom",
            _TOOL,
        ),
        (
            "languages",
            "The public site exists in Arabic and French",
            "Le site public existe en arabe et en français",
            _PAGE,
        ),
        (
            "search",
            "A search field finds the account opening page",
            "Une recherche trouve la page d'ouverture de compte",
            _SCREEN,
        ),
        (
            "fees",
            "The fee schedule is at most two clicks from the home page",
            "Les tarifs sont à deux clics au plus de l'accueil",
            _PAGE,
        ),
        (
            "access",
            "An automatic check finds no serious accessibility fault on the home page",
            "Un contrôle automatique ne trouve pas de faute grave d'accessibilité à l'accueil",
            _TOOL,
        ),
        (
            "opening",
            "An account can be opened online from start to end",
            "Un compte s'ouvre en ligne de bout en bout",
            _PAGE,
        ),
    ),
    "security": (
        (
            "https",
            "All pages are encrypted, and the certificate is valid",
            "Toutes les pages sont chiffrées, certificat valide",
            _TOOL,
        ),
        ("strong", "Login takes two factors", "La connexion exige deux facteurs", _SCREEN),
        (
            "payee",
            "A new payee is confirmed by a second factor",
            "Un nouveau bénéficiaire est confirmé par un second facteur",
            _SCREEN,
        ),
        (
            "timeout",
            "An idle session ends within ten minutes",
            "Une session inactive se ferme en dix minutes",
            _SCREEN,
        ),
        (
            "block",
            "The customer can block a card online at any hour",
            "Le client peut bloquer sa carte en ligne à toute heure",
            _SCREEN,
        ),
        (
            "advice",
            "A page on phishing says what the bank never asks for",
            "Une page sur l'hameçonnage dit ce que la banque ne demande jamais",
            _PAGE,
        ),
        (
            "report",
            "An address or button reports fraud",
            "Une adresse ou un bouton permet de signaler une fraude",
            _PAGE,
        ),
    ),
    "sales_promotion": (
        (
            "welcome",
            "An offer for new online customers with its end date",
            "Une offre de bienvenue en ligne avec sa date de fin",
            _PAGE,
        ),
        ("terms", "Its conditions are on the same page", "Ses conditions figurent sur la même page", _PAGE),
        (
            "simulator",
            "A simulator gives rate and monthly payment without identification",
            "Un simulateur donne taux et mensualité sans identification",
            _PAGE,
        ),
        (
            "reward",
            "Operations online cost less than at the counter, and it says so",
            "Les opérations en ligne coûtent moins qu'au guichet, et c'est dit",
            _PAGE,
        ),
        (
            "partner",
            "Offers with partners are listed and dated",
            "Les offres avec des partenaires sont listées et datées",
            _PAGE,
        ),
    ),
}

CHECKLIST: Final = tuple(
    Item(f"{dimension}.{code}", dimension, statement_en, statement_fr, *proof)
    for dimension, statements in _STATEMENTS.items()
    for code, statement_en, statement_fr, proof in statements
)
