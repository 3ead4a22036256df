"""A small register of shops, for tests of what is reported of registers."""
