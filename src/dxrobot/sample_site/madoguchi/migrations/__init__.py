"""Database migrations of the desk."""
