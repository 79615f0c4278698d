"""What a town and its organizations decide for themselves is read back as it was written."""

from ris.council.organization_settings import DeputyRule, NumberingPeriod, OrganizationSettings, StandingItem
from ris.council.settings import BodySettings
from ris.law.counting import Period
from ris.law.sitting import Chamber
from ris.law.standing_orders import StandingOrders


def test_settings_of_an_organization_are_read_back_as_written() -> None:
    settings = OrganizationSettings(
        chamber=Chamber.COMMITTEE,
        statutory_size=11,
        public_by_default=False,
        location_id=7,
        usual_time="19:30",
        usual_minutes=90,
        standing_items=(StandingItem("Eröffnung"), StandingItem("Verschiedenes", public=False, at_end=True)),
        deputies=DeputyRule.POOL,
        numbering="{kurz}/{nummer}/{jahr}",
        numbering_period=NumberingPeriod.YEAR,
        notice_place="Aushang am Rathaus",
    )
    assert OrganizationSettings.from_json(settings.to_json()) == settings


def test_an_organization_nobody_set_up_has_defaults() -> None:
    assert OrganizationSettings.from_json({}) == OrganizationSettings()
    assert OrganizationSettings.from_json({"forgotten": 1}) == OrganizationSettings()


def test_every_choice_has_a_german_word() -> None:
    assert all(choice.label for choice in (*DeputyRule, *NumberingPeriod))


def test_the_towns_own_orders_travel_with_its_settings() -> None:
    orders = StandingOrders(council_notice=Period(7), procedure="GO vom 01.04.2026")
    settings = BodySettings(orders=orders.to_json())
    assert BodySettings.from_json(settings.to_json()).standing_orders == orders
    assert BodySettings().standing_orders == StandingOrders()
