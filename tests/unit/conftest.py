"""What the tests of commands share."""

from tests.stored import *  # noqa: F403 - fixtures
