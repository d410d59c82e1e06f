"""Files in and out: tables of candidates, workbooks, cohorts, the folder of a deliberation, declarations."""
