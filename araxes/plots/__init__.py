"""Figures: data and `ax` in, `ax` out; nothing here simulates, and nothing needs pyplot.

Every function takes `ax=None` and makes a figure of its own where none is given; `style.figure_of(ax)` returns it, to
show or save it. Pages (`figures.py`, `hindcast_pages.py`) put several together and return the figure.
"""

from __future__ import annotations
