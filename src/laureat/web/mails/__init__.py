"""Mails: said in words that the house may change, kept in an outbox, sent by the worker, tried again.

A one-use link is never written down: it is drawn again from its seed and the secret of the data folder when the letter
leaves. What an outbox shows, and what a copy of the base holds, opens nothing.
"""
