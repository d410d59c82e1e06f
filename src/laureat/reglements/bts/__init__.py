"""Le règlement du brevet de technicien supérieur (code de l'éducation, art. D643-1 à D643-35-1)."""
