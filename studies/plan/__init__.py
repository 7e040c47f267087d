"""What the pages of the plan read, on a snapshot and the reader's assumptions."""
