"""The Malmökraften portal: one plan, one list of appointments, one inbox, four agencies."""
