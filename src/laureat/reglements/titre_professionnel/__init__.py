"""Le règlement du titre professionnel (code de l'éducation, art. R338-1 à R338-8)."""
