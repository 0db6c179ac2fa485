"""What keeps strangers' links and servers from reaching or filling this machine.

:func:`check_url` and :func:`is_public` are pure and serve every part that opens connections, the browser included.
"""

from crawler.guard.address import check_host, check_url, is_public
from crawler.guard.refusal import Refused

__all__ = ["Refused", "check_host", "check_url", "is_public"]
