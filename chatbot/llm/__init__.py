"""Language models and sentence encoders behind small contracts: embedded, hosted, and a scripted fake."""
