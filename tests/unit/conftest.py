"""What the tests of commands and of pipelines share."""

from tests.pipelines import crawler  # noqa: F401 - a fixture
from tests.stored import *  # noqa: F403 - fixtures
