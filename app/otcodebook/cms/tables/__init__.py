"""Readers of CMS's tables, each as CMS ships it: its rows as they stand, or one sentence."""
