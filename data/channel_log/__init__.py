"""The channel log: one row a transaction, as Parquet, from which the cubes that pages read are made.

A log of any size stays in Parquet files, one or more a month. It comes from :func:`generate_log`
(synthetic, and labelled so) or from a bank's own files through :func:`import_log`; :func:`build_cubes`
turns it into cubes of a few thousand rows. docs/SCALE.md says what it takes at which size.
"""

from data.channel_log.activity import Activity, activity_rows, missing_months
from data.channel_log.building import build_cubes, log_files, log_kind, read_cube, refresh_month
from data.channel_log.contract import CHANNEL_LOG, STEPS, UNKNOWN
from data.channel_log.generator import GeneratedLog, generate_log
from data.channel_log.importing import ImportedLog, import_log
from data.channel_log.mapping import LogMapping

__all__ = [
    "CHANNEL_LOG",
    "STEPS",
    "UNKNOWN",
    "Activity",
    "GeneratedLog",
    "ImportedLog",
    "LogMapping",
    "activity_rows",
    "build_cubes",
    "generate_log",
    "import_log",
    "log_files",
    "log_kind",
    "missing_months",
    "read_cube",
    "refresh_month",
]
