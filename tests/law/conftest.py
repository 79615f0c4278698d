"""Properties are asked of many days on machines of any speed."""

from hypothesis import settings

settings.register_profile("law", deadline=None)  # no test of this house asserts a time
settings.load_profile("law")
