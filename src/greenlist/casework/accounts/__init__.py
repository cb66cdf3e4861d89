"""Users and sign-in, and what each role may do (roles.yaml)."""
