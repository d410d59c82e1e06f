"""Witnesses outside the house: who they are, how they are asked, how one is run; and time from a third party.

A witness keeps the last head it saw of each log and cosigns only what prolongs it (C2SP ``tlog-witness``); a
time-stamping authority says that a checkpoint existed (RFC 3161). Neither reads a fact.
"""
