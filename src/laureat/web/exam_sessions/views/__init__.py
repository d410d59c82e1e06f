"""The screens of the exam office and of the establishments."""
