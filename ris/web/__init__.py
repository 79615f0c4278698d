"""Shared tools of pages: dates, paging, headers, conditional answers, the current actor."""
