"""A plan shows what its paper is about, and the street it lies at."""

import pytest

from ris.demo_town.drawings import MARK, TALL, site_plan
from ris.demo_town.reading import Attachment, papers
from ris.documents.pdf.figures import Area, Disc, Label, Stroke

PLANS = [attachment for paper in papers() for attachment in paper.attachments if attachment.kind == "plan"]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_what_a_plan_is_about_lies_within_its_frame(plan: Attachment) -> None:
    red: list[tuple[float, float]] = []
    labels: dict[str, tuple[float, float]] = {}
    for shape in site_plan(plan.name, plan.values).shapes:
        match shape:
            case Area(points=points, edge=colour) | Stroke(points=points, colour=colour) if colour == MARK:
                red += [(x, y) for x, y in points if 0 <= x <= 100]  # lines go on beyond the sides
            case Disc(at=at, fill=colour) if colour == MARK:
                red.append(at)
            case Label(at=at, text=text):
                labels[text] = at
    assert red
    written = [labels[plan.values["label"]], labels[plan.values["street"]]] if "street" in plan.values else []
    assert [point for point in (*red, *written) if not 0 <= point[1] <= TALL] == []
