"""What happens to a note: composed, edited, printed, agreed on, published."""
