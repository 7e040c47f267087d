"""What each table holds: one declaration per table, from which everything else is made.

The DDL, the validation of imported files, the templates that users download, the data
dictionary and the import page are all read off these declarations; none of them repeats one.
"""

from data.contracts.model import Column, ColumnType, Contract, Kind

__all__ = ["Column", "ColumnType", "Contract", "Kind"]
