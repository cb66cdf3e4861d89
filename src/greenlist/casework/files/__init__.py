"""Uploads: content-addressed, checked in a child process with limits."""
