"""Training: courses, certificates and their ends, and the catalogue of techniques they allow."""
