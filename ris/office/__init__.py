"""The session office's own pages that need several subjects: what is to be done, and by when."""
