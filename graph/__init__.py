"""What is stated: records as RDF, checked, stored, asked in SPARQL and exported."""
