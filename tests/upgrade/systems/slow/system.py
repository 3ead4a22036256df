"""The declaration of a system without registers."""

from guanshan.declaration import System

SYSTEM = System(name="slow", office="district")
