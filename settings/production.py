"""On a server: everything that differs comes from the environment."""

from settings.base import *
