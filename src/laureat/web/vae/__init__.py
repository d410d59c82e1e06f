"""The validation of experience: applications, recevability, livret, jury, decision unit by unit, attestations."""
