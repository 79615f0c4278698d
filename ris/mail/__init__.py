"""Mail: letters are rows written with the change that causes them, and sent once by the worker."""
