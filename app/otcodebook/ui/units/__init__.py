"""The Units tab: codes and minutes in, units under both methods out."""
