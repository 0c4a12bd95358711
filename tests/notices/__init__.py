"""Notices: what they say, when, by which way, and that none is lost or doubled."""
