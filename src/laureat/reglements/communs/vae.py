"""La validation des acquis de l'expérience, telle que le code du travail la règle pour toutes les certifications."""

from laureat.deliberation.conduite import Experience

EXPERIENCE = Experience(silence=2, silence_accorde=True, jures=2)
"""Deux mois de silence valent recevabilité (R-VAE-04) ; le jury réunit au moins deux membres (CT D6412-6)."""
