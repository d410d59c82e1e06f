"""The checkpoints of the house: the heads of its log as others read them, who cosigned them, what dated them."""
