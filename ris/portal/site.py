"""What every page knows: the town it belongs to, the main navigation, and how German text is set."""

from dataclasses import dataclass

from flask import Flask, current_app, g
from werkzeug.exceptions import HTTPException

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.council.settings import BodySettings
from ris.feeds.listing import with_ending
from ris.portal.appearance import crest_address, sheet_address
from ris.web import dates, typography
from ris.web.actor import current_public_url
from ris.web.assets import asset
from ris.web.doors import door_of
from ris.web.viewing import viewing_words


@dataclass(frozen=True)
class NavigationEntry:
    """One of the sections everybody sees."""

    section: str
    label: str
    path: str


NAVIGATION = (
    NavigationEntry("meetings", "Sitzungen", "/sitzungen"),
    NavigationEntry("papers", "Vorlagen & Beschlüsse", "/vorlagen"),
    NavigationEntry("council", "Gremien & Personen", "/gremien"),
    NavigationEntry("videos", "Videos", "/videos"),
    NavigationEntry("search", "Suche", "/suche"),
)

OFFICE_NAVIGATION = (
    NavigationEntry("planning", "Planung", "/buero"),
    NavigationEntry("incoming", "Vorlagen-Eingang", "/buero/vorlagen"),
    NavigationEntry("minutes", "Niederschriften", "/buero/niederschriften"),
    NavigationEntry("decisions", "Beschlusskontrolle", "/buero/beschluesse"),
    NavigationEntry("administration", "Verwaltung", "/verwaltung"),
)
"""The second bar of the session office; an entry appears as soon as its page does."""
OWN_NAVIGATION = (
    NavigationEntry("own", "Mein Bereich", "/mein"),
    NavigationEntry("incoming", "Meine Vorlagen", "/buero/vorlagen"),
    NavigationEntry("faction", "Fraktionsraum", "/fraktion"),
)
"""The second bar of everybody else who works here: departments that write papers, Fraktionen that hand them in."""


@dataclass(frozen=True)
class Site:
    """The town as the frame of a page shows it."""

    name: str
    public_url: str
    settings: BodySettings
    navigation: tuple[NavigationEntry, ...]
    crest: str = ""
    """Address of the coat of arms; empty for the neutral sign."""
    colour_sheet: str = ""
    """Address of the style sheet with the town's colour; empty for the neutral blue."""
    reader: str = ""
    """Name of who is logged in; empty for visitors without an account."""
    viewing: str = ""
    """With whose eyes the page is seen; empty for the reader's own."""
    office: tuple[NavigationEntry, ...] = ()
    """The second bar; empty for everybody who has nothing to do here but read."""
    office_label: str = ""
    """What the second bar is called."""
    notice: str = ""
    """What this page is, when it is not quite itself (a preview); shown on top of it."""


def current_site() -> Site:
    """The site of the current request; a neutral one where no Body was found (error pages)."""
    body, actor = g.get("body"), g.get("actor")
    settings = body.settings if body else BodySettings()
    navigation = tuple(entry for entry in NAVIGATION if entry.section != "videos" or settings.records_meetings)
    return Site(
        name=body.name if body else "Ratsinformationssystem",
        public_url=g.get("public_url") or current_app.config["RIS"].public_url,
        settings=settings,
        navigation=navigation,
        crest=crest_address(settings),
        colour_sheet=sheet_address(settings),
        notice=g.get("notice", ""),
        viewing=viewing_words(),
        reader="" if actor is None or actor.anonymous else actor.name,
        office=_second_bar(actor),
        office_label="Sitzungsdienst" if actor is not None and actor.in_office else "Ihre Arbeit",
    )


def _second_bar(actor: Actor | None) -> tuple[NavigationEntry, ...]:
    if actor is None or actor.anonymous:
        return ()
    entries = OFFICE_NAVIGATION if actor.in_office else OWN_NAVIGATION
    return tuple(entry for entry in entries if leads_to(entry.path, actor))


def leads_to(path: str, actor: Actor) -> bool:
    """Whether there is a page at the path, and the actor may come in."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path)
    except HTTPException:
        return False
    door = door_of(current_app.view_functions[endpoint])
    return door is not None and door.opens_for(actor)


def may_here(permission: str, thing: object = None) -> bool:
    """For templates: `{% if may("agenda:edit", meeting) %}`; whether who reads may do this with the thing."""
    return "actor" in g and may(g.actor, Permission(permission), thing)


FILTERS = {
    "clock": dates.clock,
    "counted": typography.counted,
    "file_size": typography.file_size,
    "full_moment": dates.full_moment,
    "in_form": with_ending,
    "long_day": dates.long_day,
    "month_name": dates.month_name,
    "month_short": dates.month_short,
    "numeric_day": dates.numeric_day,
    "plain_day": dates.plain_day,
    "short_day": dates.short_day,
    "shy": typography.soft_hyphens,
    "thousands": typography.thousands,
    "time_span": dates.time_span,
    "weekday_short": dates.weekday_short,
}


def day_number(moment: dates.Moment) -> int:
    """`10`, for a date tile."""
    return dates.local_day(moment).day


def iso_day(moment: dates.Moment) -> str:
    """`2026-12-10`, for machines."""
    return dates.local_day(moment).isoformat()


def webcal(path: str) -> str:
    """The address of a calendar for the program that subscribes to it: ``webcal://ris.lindenau.example/sitzungen.ics``."""
    return f"webcal://{current_public_url().partition('://')[2]}{path}"


def use_site(app: Flask) -> None:
    """Give every template the site, the assets and the German filters."""
    app.jinja_env.filters.update(FILTERS, day_number=day_number, iso_day=iso_day, webcal=webcal)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["may"] = may_here
    app.context_processor(lambda: {"site": current_site()})
