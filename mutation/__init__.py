"""Mutation testing: change one thing in the sources, and see whether a test notices. Outside the product."""
