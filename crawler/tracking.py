"""Which query parameters only say where a reader came from, and which may choose the page.

The cost of the two mistakes differs: a tracking parameter that is kept stores a story twice (the text finds it
again), a parameter that chose the page and is dropped loses every story but one. In doubt it is kept.
"""

from __future__ import annotations

import re

# Names that are tracking wherever they stand: vendors' click ids and campaign families.
_ALWAYS = re.compile(
    r"utm_\w+|at_\w+|ns_(?:campaign|mchannel|source|linkname|fee|referrer)|itm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|cid)|"
    r"(?:fb|g|d|y|ys|tt|tw)clid|(?:gbra|wbra|msclk|igsh|li_fat_|gad_campaign)id|gad_source|gclsrc|igsh|epik|srsltid|(?:rdt_|s)cid|"
    r"s_(?:cid|kwcid)|mc_[ce]id|mkt_tok|oly_\w+_id|"
    r"vero_(?:id|conv)|_hs(?:enc|mi)|_ga|_gl|xtor|wt[._]mc\w*|wt[._]z\w*|cmpid|cmp|intcmp|icid|ito|ncid|ocid|ftag|smid|smtyp|"
    r"int_(?:source|medium|campaign)|traffic_source|recirc\w*|relatedposts_\w+|taboola\w*|outbrain\w*|soc_(?:src|trk)|ref_(?:src|url)|"
    r"__twitter_impression|amp|outputtype|__source|sr_share|guccounter|guce_referrer(?:_sig)?|"
    r"(?:php|asp|j)sess(?:ion)?id\w*",
    re.IGNORECASE,
)
# Names that are tracking on one site and choose the page on another (`forum.php?mod=viewthread`, `?cid=4711`).
_SOMETIMES = re.compile(
    r"ref|referrer|referer|cid|mod|source|src|from|feature|share|rss|partner|via|soc|campaign|cid\d|sid", re.IGNORECASE
)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cgi|cfm|do|pl|dll|exe|action|nhn|naver)$|/cgi-bin/", re.IGNORECASE)
_WORDY = re.compile(r"[^\d]*(?:\d{1,2}[^\d]*)?")  # no number that could name a story


def kept(path: str, query: str) -> str:
    """``query`` (as it stands in an address, without ``?``) without what is tracking; the rest byte for byte."""
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(path, *part.partition("=")[::2]))


def is_script(path: str) -> bool:
    """True for the path of a program, whose page the query chooses: ``/story.php``."""
    return bool(_SCRIPT.search(path))


def _is_tracking(path: str, name: str, value: str) -> bool:
    if _ALWAYS.fullmatch(name):
        # `outputtype` and `amp` only where they ask for the AMP twin of a page that another part names.
        return name.lower() != "outputtype" or value.lower() == "amp"
    if not _SOMETIMES.fullmatch(name):
        return False
    return path not in ("", "/") and not is_script(path) and bool(_WORDY.fullmatch(value))
