"""县级初审: a county's office looks at the applications of its own division before the city does, when the round has this step."""
