"""The county's pages: 县级初审 of its own rows."""
