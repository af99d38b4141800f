"""CMS tables that the user opens: pairs, unit limits, fees. The program ships none of them."""
