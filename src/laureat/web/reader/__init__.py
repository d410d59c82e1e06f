"""The reading room: every file that someone hands over is read in a process apart, which can be killed.

A *nursery* process imports the readers once and forks a child for each file, so that a reading costs a few
milliseconds and whatever it breaks dies with it. A child has a processor time, a memory and a duration; it has neither
the database nor its address. What it answers is plain data. An overrun, or a room already full, is told « réessayez »:
it is never an answer about the file.
"""

from laureat.web.reader.limits import Limits
from laureat.web.reader.room import STAFF, VISITORS, Room, TryAgain

__all__ = ["STAFF", "VISITORS", "Limits", "Room", "TryAgain"]
