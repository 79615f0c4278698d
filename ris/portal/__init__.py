"""The public pages that read several subjects at once: start page, papers, organizations, people, service pages."""
