"""Who may do what: accounts, establishments, invitations, and the matrix of rights."""
