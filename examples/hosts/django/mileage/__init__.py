"""A Django app that keeps what happened and pays what is due."""
