"""Le règlement du brevet professionnel (code de l'éducation, art. D337-95 à D337-124)."""
