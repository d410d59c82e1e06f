"""The Django project: settings, addresses, security headers, the packaged PostgreSQL."""
