"""On this machine: the embedded store under ./data."""

from settings.base import *
