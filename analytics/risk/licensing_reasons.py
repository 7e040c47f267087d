"""Why a licensing rule was applied: the sentences shown beside it, in both languages."""

from __future__ import annotations

from analytics.risk.wording import Wording

DISCLAIMER = Wording(
    "This is decision support and no legal advice: have the outcome confirmed by counsel.",
    "Ceci est une aide à la décision, non un avis juridique : faites confirmer l'issue par un conseil.",
)

INFORMS_ONLY = Wording(
    "The site only informs: no regulated activity is carried on and no resident can open an account",
    "Le site ne fait qu'informer : ni activité réglementée, ni ouverture de compte aux résidents",
)
HOME_COUNTRY = Wording(
    "The bank serves its own country, whose licensing law is not among these rules",
    "La banque sert son propre pays, dont le droit d'agrément n'est pas parmi ces règles",
)
NO_RULE_FOR_COUNTRY = Wording(
    "No rule on this country is recorded: its law must be examined",
    "Aucune règle sur ce pays n'est enregistrée : son droit doit être examiné",
)
ACTIVITY_NOT_COVERED = Wording(
    "The activity is not one that the recorded rules cover",
    "L'activité n'est pas de celles que couvrent les règles enregistrées",
)
PRESENCE_NOT_COVERED = Wording(
    "The recorded rules do not cover this form of presence",
    "Les règles enregistrées ne couvrent pas cette forme de présence",
)
REGULATED_ACTIVITY = Wording(
    "Deposits, credit or means of payment are offered",
    "Des dépôts, des crédits ou des moyens de paiement sont proposés",
)
GOVERNOR_LICENSES = Wording("The activity needs this licence", "L'activité relève de cet agrément")
PAYMENTS_ONLY = Wording("Only means of payment are offered", "Seuls des moyens de paiement sont proposés")
FOREIGN_BRANCH = Wording(
    "The bank has its seat abroad and serves through a branch",
    "La banque a son siège à l'étranger et sert par une succursale",
)
SIGNALS_AGREE = Wording(
    "Residents can open an account and other signals aim at Morocco: read as carried on in Morocco",
    "Les résidents peuvent ouvrir un compte et d'autres indices visent le Maroc : lu comme exercé au Maroc",
)
INTERNET_ONLY = Wording(
    "The service is offered by Internet only and its signals do not settle whether it aims at Morocco",
    "Le service est offert par Internet seul et ses indices n'établissent pas qu'il vise le Maroc",
)
LAUNCH_DUTY = Wording("To be done besides the licence", "À accomplir en plus de l'agrément")
ASK_DESIGNATION = Wording(
    "Binds the bank only if it is designated of vital importance: the list is secret, ask the bank",
    "Ne lie la banque que si elle est désignée d'importance vitale : la liste est secrète, demandez-le-lui",
)
PASSPORT_SERVICES = Wording(
    "A bank of the Area serves another of its States without presence",
    "Une banque de l'Espace sert un autre de ses États sans présence",
)
PASSPORT_BRANCH = Wording(
    "A bank of the Area opens a branch in another of its States",
    "Une banque de l'Espace ouvre une succursale dans un autre de ses États",
)
PLACE_OF_SERVICE = Wording(
    "Tells whether the service is given in the host State at all",
    "Dit si le service est bien fourni dans l'État d'accueil",
)
SINGLE_SUPERVISOR = Wording(
    "Home and host belong to the Single Supervisory Mechanism",
    "L'origine et l'accueil appartiennent au mécanisme de surveillance unique",
)
NOT_IN_THE_UNION = Wording(
    "The State is of the Area and not of the Union; no record says that the rule was taken over there",
    "L'État est de l'Espace et non de l'Union ; rien d'enregistré ne dit que la règle y a été reprise",
)
CORE_SERVICE = Wording(
    "A bank of a third country gives a core service (deposits or credit) to clients in the Union",
    "Une banque d'un pays tiers fournit un service de base (dépôts ou crédits) à des clients de l'Union",
)
CORE_SERVICES_ONLY = Wording(
    "Covers deposits and credit, not this activity", "Couvre les dépôts et les crédits, non cette activité"
)
NOT_A_CORE_SERVICE = Wording(
    "The activity is not a core service: national law on it must be examined",
    "L'activité n'est pas un service de base : le droit national doit être examiné",
)
NO_EXEMPTION = Wording(
    "None of its exemptions is shown by the facts given",
    "Aucune de ses exemptions ne ressort des faits donnés",
)
INTERBANK = Wording("The client is a credit institution", "Le client est un établissement de crédit")
INTRAGROUP = Wording("The client belongs to the bank's group", "Le client appartient au groupe de la banque")
OWN_INITIATIVE = Wording(
    "The client came at its own exclusive initiative, and that is documented",
    "Le client est venu à sa seule initiative, et cela est documenté",
)
MIFID_ANCILLARY = Wording(
    "The service is ancillary to investment services",
    "Le service est accessoire à des services d'investissement",
)
CONTRACT_KEPT = Wording(
    "The contract was made before the day from which contracts are no longer kept",
    "Le contrat a été conclu avant le jour à partir duquel les contrats ne sont plus maintenus",
)
CLASS_1 = Wording("A branch of this size is of class 1", "Une succursale de cette taille est de classe 1")
CLASS_1_NOT_QUALIFYING = Wording(
    "A branch that is not qualifying is of class 1, whatever its size",
    "Une succursale qui n'est pas éligible est de classe 1, quelle que soit sa taille",
)
CLASS_2 = Wording(
    "A qualifying branch of this size is not of class 1",
    "Une succursale éligible de cette taille n'est pas de classe 1",
)
CLASS_BY_QUALIFYING = Wording(
    "By its size the branch is not of class 1; whether it is qualifying, not stated, decides",
    "Par sa taille la succursale n'est pas de classe 1 ; son éligibilité, non précisée, décide",
)
CLASS_UNKNOWN = Wording(
    "The size of the branch, not fully given, decides its class",
    "La taille de la succursale, non entièrement donnée, décide de sa classe",
)
NATIONAL_LAW = Wording(
    "On that day national law decides, and no rule on this State and activity is recorded",
    "À cette date le droit national décide, et aucune règle sur cet État et cette activité n'est enregistrée",
)
PASSIVE_SUPPLY = Wording(
    "The client came at its own initiative", "Le client est venu de sa propre initiative"
)
TARGETS_MARKET = Wording("The provider solicits the market", "Le prestataire démarche le marché")
TARGETING_UNKNOWN = Wording(
    "It is not established how the client came to the bank",
    "On n'a pas établi comment le client est venu à la banque",
)
SOLICITATION_ONLY = Wording(
    "A representative office may not carry on the activity",
    "Un bureau de représentation ne peut exercer l'activité",
)
DIRECT_OFFICE = Wording("The bank serves through a direct office", "La banque sert par un bureau direct")
AGENCY_DEPOSITS = Wording(
    "An agency takes some deposits only: which ones must be examined",
    "Une agence ne reçoit que certains dépôts : il faut examiner lesquels",
)
NO_OFFICE = Wording(
    "No recorded rule covers this service without a direct office",
    "Aucune règle enregistrée ne couvre ce service sans bureau direct",
)
NO_AMERICAN_OFFICE = Wording(
    "Without an office in the United States the deposits may not be domestic ones: counsel must say",
    "Sans bureau aux États-Unis, les dépôts peuvent ne pas être domestiques : un conseil doit le dire",
)
SMALL_RETAIL_DEPOSITS = Wording(
    "Retail deposits under the limit are taken", "Des dépôts de détail inférieurs à la limite sont reçus"
)
RETAIL_SIZE_UNKNOWN = Wording(
    "Whether the deposits are retail ones under the limit is not known",
    "On ignore si les dépôts sont des dépôts de détail inférieurs à la limite",
)
DUE_DILIGENCE = Wording(
    "The bank serves a country other than its own", "La banque sert un autre pays que le sien"
)
HISTORICAL = Wording(
    "Kept for its history: it no longer decides, the rules above do",
    "Conservée pour son histoire : elle ne décide plus, les règles ci-dessus décident",
)
