"""The public record as a folder of files: written every night, shown while the system is down, restored from."""
