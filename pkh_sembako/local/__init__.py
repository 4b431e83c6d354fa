"""The house's ground for one machine: embedded PostgreSQL and Valkey, and the supervisor behind ``./run``.

Standard library only, no Django: everything here must work before settings can be read.
Production never comes here, it brings DATABASE_URL and REDIS_URL.
"""
