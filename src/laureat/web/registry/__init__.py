"""What the public sees: certifications, published results, verification."""
