"""The heart: which links of a page lead to stories that the page presents as belonging to this one.

The page is read once into an outline (:mod:`outline`), headings are given their scopes (:mod:`scopes`), each card its
named features (:mod:`features`), and a linear model whose weights lie in a data file gives the verdict
(:mod:`model`).
"""

from __future__ import annotations

from crawler.extract.related.finder import find

__all__ = ["find"]
