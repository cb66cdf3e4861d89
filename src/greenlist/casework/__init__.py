"""What happened to whom: Django apps without HTML. Each app: models < selectors < permissions < services."""
