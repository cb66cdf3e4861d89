"""What all faces share: layout, components, sign-in, error pages."""
