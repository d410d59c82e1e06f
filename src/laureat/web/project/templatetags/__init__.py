"""Words and figures as templates show them."""
