"""The public record: what is public, since when, in OParl's words, for machines."""
