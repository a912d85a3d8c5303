"""The version of the library, written into certificates."""

__version__ = "0.1.0"
