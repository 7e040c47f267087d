"""Names of the criteria and of the facts behind them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.risk.wording import Wording

CRITERION_LABELS: Mapping[str, Wording] = {
    "critical_services": Wording("Critical services affected", "Services critiques touchés"),
    "clients_counterparts_transactions": Wording(
        "Clients, counterparts and transactions", "Clients, contreparties et transactions"
    ),
    "reputation": Wording("Reputational impact", "Atteinte à la réputation"),
    "duration_and_downtime": Wording("Duration and service downtime", "Durée et interruption de service"),
    "geographical_spread": Wording("Geographical spread", "Étendue géographique"),
    "data_losses": Wording("Data losses", "Pertes de données"),
    "economic_impact": Wording("Economic impact", "Incidence économique"),
    "malicious_access": Wording(
        "Successful malicious access that may lead to data losses",
        "Accès malveillant réussi pouvant entraîner des pertes de données",
    ),
}
FACT_LABELS: Mapping[str, Wording] = {
    "critical": Wording("Critical services affected", "Services critiques touchés"),
    "clients_pct": Wording(
        "Clients affected, % of the service's users", "Clients touchés, % des utilisateurs du service"
    ),
    "clients_n": Wording("Clients affected, number", "Clients touchés, nombre"),
    "counterparts_pct": Wording("Counterparts affected, %", "Contreparties touchées, %"),
    "tx_pct": Wording(
        "Transactions affected, % of the daily number", "Transactions touchées, % du nombre quotidien"
    ),
    "tx_value_pct": Wording(
        "Transactions affected, % of the daily value", "Transactions touchées, % du montant quotidien"
    ),
    "relevant_clients": Wording(
        "Relevant clients or counterparts affected", "Clients ou contreparties importants touchés"
    ),
    "media": Wording("Reflected in the media", "Écho dans les médias"),
    "repeated_complaints": Wording(
        "Repeated complaints from different clients", "Réclamations répétées de clients différents"
    ),
    "regulatory_requirements_missed": Wording(
        "Regulatory requirements not met, or likely not",
        "Exigences réglementaires non respectées, ou risque de l'être",
    ),
    "client_loss_likely": Wording("Material loss of clients likely", "Perte importante de clients probable"),
    "duration_h": Wording("Duration, h", "Durée, h"),
    "downtime_h": Wording("Downtime of critical functions, h", "Interruption de fonctions critiques, h"),
    "member_states": Wording("Member States with an impact", "États membres touchés"),
    "data_loss": Wording("Data lost with an adverse effect", "Données perdues avec effet préjudiciable"),
    "malicious_unauthorised_access_data_loss_possible": Wording(
        "Successful malicious access that may lead to data losses",
        "Accès malveillant réussi pouvant entraîner des pertes de données",
    ),
    "cost_eur": Wording("Costs and losses, EUR", "Coûts et pertes, EUR"),
}
