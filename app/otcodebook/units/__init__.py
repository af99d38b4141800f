"""From minutes to billable units, with the working shown. No Qt in here."""
