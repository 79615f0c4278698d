"""The reader of packs on a tablet (/mappe): its page, and the data it keeps for reading without a network."""
