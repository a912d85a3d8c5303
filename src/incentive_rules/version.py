"""The version of the library, written into certificates."""

VERSION = "0.1.0"
