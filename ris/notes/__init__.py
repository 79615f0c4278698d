"""What members write beside the papers: notes, whom they share them with, and what they have read. Nobody else's eyes."""
