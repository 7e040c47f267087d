"""What the columns of templates are called in French; files may use these names or the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WRITTEN: Final = """
source: source
publisher: éditeur
title: titre
year: année
licence: licence
address: adresse
kind: nature
country: pays
indicator: indicateur
group: groupe
period: période
value: valeur
standard_error: erreur type
definition: définition
status: statut
note_en: remarque anglaise
note_fr: remarque
subject: sujet
first_period: première période
series: série
month: mois
unit: unité
bank: banque
name: nom
size: taille
profile_en: profil anglais
profile_fr: profil
total_assets_mad_million: total du bilan
customers: clients
branches: agences
employees: effectif
missing_reason: motif d'absence
withdrawn: retirée
not_applicable: sans objet
control: contrôle
risk: risque
name_fr: nom français
coverage: couverture
effectiveness_mean: efficacité moyenne
effectiveness_sd: écart type de l'efficacité
annual_cost_mad: coût annuel
indicators: indicateurs visés
event_types: types d'événement
tested_on: date du test
tester: testeur
incident: incident
title_fr: titre français
occurred_at: survenu le
aware_at: détecté le
classified_at: classé le
notified_at: notifié le
intermediate_at: rapport intermédiaire
final_at: rapport final
resolved_at: résolu le
time_zone: fuseau horaire
channel: canal
service: service
critical_services_affected: services critiques touchés
clients_affected: clients touchés
clients_affected_percent: part des clients touchés
relevant_clients_affected: clients importants touchés
counterparts_affected_percent: contreparties touchées
transactions_affected_percent: transactions touchées
transaction_value_affected_percent: valeur des transactions touchées
media: repris par la presse
repeated_complaints: réclamations répétées
regulatory_breach: manquement réglementaire
client_loss: perte de clients
duration_hours: durée
downtime_hours: indisponibilité
member_states: états membres
data_losses: pertes de données
malicious_access: accès malveillant
cost_mad: coût
cost_eur: coût européen
root_cause: cause première
public_notice_minutes: délai d'information
event: événement
event_type: type d'événement
occurred_on: date de survenance
booked_on: date de comptabilisation
gross_amount: montant brut
recovery_amount: montant récupéré
currency: devise
interest_income: produits d'intérêts
interest_expense: charges d'intérêts
interest_earning_assets: actifs productifs
dividend_income: dividendes
fee_income: commissions perçues
fee_expense: commissions versées
other_operating_income: autres produits
other_operating_expense: autres charges
trading_book_result: résultat de négociation
banking_book_result: résultat du portefeuille bancaire
operating_cost: charges générales
e_banking_revenue: revenus de la banque en ligne
deposits_retail: dépôts des particuliers
deposits_business: dépôts des entreprises
deposits_abroad: dépôts des Marocains du monde
reserves_held: réserve obligatoire
liquid_assets: actifs liquides
net_outflows: sorties nettes
refinancing: refinancement
currency_turnover: volume de change
currency_income: marge de change
transfers_received: transferts reçus
transfer_income: commissions de transfert
open_currency_position: position de change
capital: fonds propres
risk_weighted_assets: actifs pondérés
risk_weighted_in_currency: actifs pondérés en devises
counterpart: contrepartie
link: lien
strength: intensité
since: depuis
minutes: temps
variable_cost_mad: coût variable
segment: clientèle
count: nombre d'opérations
failures: échecs
amount_mad: montant
hour_of_week: heure de la semaine
timed: opérations chronométrées
seconds: durée totale
step: étape
reason: raison
region: région
tier: niveau
branch: agence
minutes_supplied: minutes fournies
minutes_per_transaction: minutes par opération
units: unités
unit_capacity: capacité unitaire
full_time_equivalents: personnel
measure: mesure
survey: enquête
respondent: répondant
weight: poids
adopter: utilisateur
age: âge
female: femme
urban: urbain
education: études
income_quintile: quintile de revenu
usefulness_1: utilité 1
usefulness_2: utilité 2
usefulness_3: utilité 3
ease_1: facilité 1
ease_2: facilité 2
ease_3: facilité 3
trust_1: confiance 1
trust_2: confiance 2
trust_3: confiance 3
risk_1: risque perçu 1
risk_2: risque perçu 2
risk_3: risque perçu 3
social_1: entourage 1
social_2: entourage 2
cost_1: coût perçu 1
cost_2: coût perçu 2
convenience_1: commodité 1
convenience_2: commodité 2
campaign: campagne
arm: bras
lever: levier
start_on: date de début
end_on: date de fin
randomised: tirage au sort
reached: personnes visées
delivered: délivrés
opened: ouvreurs
clicked: cliqueurs
unsubscribed: désabonnés
converted: convertis
engine: moteur
keyword: mot clé
rank: rang
volume: recherches
relevance: pertinence
person: personne
outcome: résultat
occupation: métier
customer_years: ancienneté
earlier_contacts: contacts précédents
contact_month: mois du contact
call_duration: durée de l'appel
transaction: opération
customer: client
transacted_on: date de l'opération
held_mad: avoirs
elsewhere_mad: avoirs ailleurs
opted_in: consentement
item: point
answer: réponse
evidence: preuve
observed_on: date d'observation
"""

FRENCH: Final[Mapping[str, str]] = {
    name: header for name, _, header in (line.partition(": ") for line in _WRITTEN.strip().splitlines())
}
"""A header in French by the name of the column; the same name means the same in every table."""


def header_in(name: str, language: str) -> str:
    """What the column ``name`` is called above a template in a language."""
    return FRENCH.get(name, name) if language == "fr" else name
