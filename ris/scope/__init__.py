"""What every row knows about itself: whose it is and who may read it."""
