"""What was delivered to candidates: titles, their place in the status lists, papers, their codes, where all stand."""
