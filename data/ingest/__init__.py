"""Import of a user's own files: preview, mapping, validation, load, templates.

Nothing here knows a page or a command line; both are thin over these functions.
"""

from data.folders import check_workspace
from data.ingest import worker
from data.ingest.cost_ledger import Ledger
from data.ingest.detection import Candidate, Detection, recognise
from data.ingest.engine import Preview, preview, suggest_mapping, validate, validate_frame
from data.ingest.escaping import escape_formula
from data.ingest.ledger_tables import Costed, NotUsable, bank_code, costed, foreseen_of_ledger, load_ledger
from data.ingest.limits import MAX_FILE_BYTES
from data.ingest.loading import (
    LoadResult,
    NotLoaded,
    NotStored,
    foreseen,
    likely_breaks,
    load,
    load_together,
    with_breaks,
)
from data.ingest.merging import Change
from data.ingest.messages import Language
from data.ingest.names_file import NamesRefused, names_read, names_written, take_names
from data.ingest.problems import Notice, Problem, rule_title
from data.ingest.reading import ReadOptions
from data.ingest.references import References, load_references
from data.ingest.report import Report
from data.ingest.templates import template
from data.ingest.workspace import (
    loads,
    own_banks,
    remember_mapping,
    remember_names,
    remembered_mapping,
)

__all__ = [
    "MAX_FILE_BYTES",
    "Candidate",
    "Change",
    "Costed",
    "Detection",
    "Language",
    "Ledger",
    "LoadResult",
    "NamesRefused",
    "NotLoaded",
    "NotStored",
    "NotUsable",
    "Notice",
    "Preview",
    "Problem",
    "ReadOptions",
    "References",
    "Report",
    "bank_code",
    "check_workspace",
    "costed",
    "escape_formula",
    "foreseen",
    "foreseen_of_ledger",
    "likely_breaks",
    "load",
    "load_ledger",
    "load_references",
    "load_together",
    "loads",
    "names_read",
    "names_written",
    "own_banks",
    "preview",
    "recognise",
    "remember_mapping",
    "remember_names",
    "remembered_mapping",
    "rule_title",
    "suggest_mapping",
    "take_names",
    "template",
    "validate",
    "validate_frame",
    "with_breaks",
    "worker",
]
