"""A system of three small registers, on which the register's own tests stand."""
