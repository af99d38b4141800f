"""How things look in every tab: icons, text of rows, focus rings, rows of buttons."""
