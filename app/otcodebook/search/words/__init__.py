"""Words as texts and queries have them: split, indexed, and mistyped."""
