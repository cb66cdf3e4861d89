"""The bureau's verification: recorded facts, findings, judgements."""
