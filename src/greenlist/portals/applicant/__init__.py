"""The face of: applicant."""
