"""The form that says how somebody wants to hear of news."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ris.notices.rules import Channel, NoticeKind, Pace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.notices.rules import NoticeRules


def name_of(kind: NoticeKind, channel: Channel) -> str:
    """The name of a field."""
    return f"{kind.value}-{channel.value}"


@dataclass
class ChoicesForm:
    """One pace for each kind and way."""

    wanted: dict[tuple[NoticeKind, Channel], Pace]
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What a field holds, by its name."""
        kind, _, channel = name.partition("-")
        return self.wanted[NoticeKind(kind), Channel(channel)].value

    @classmethod
    def of(cls, rules: NoticeRules) -> ChoicesForm:
        """As it was chosen."""
        return cls({(kind, channel): rules.pace(kind, channel) for kind in NoticeKind for channel in Channel})

    @classmethod
    def parse(cls, answers: Mapping[str, str], rules: NoticeRules) -> ChoicesForm:
        """As it was sent; what was not sent stays as it is."""
        form = cls.of(rules)
        for key in list(form.wanted):
            given = answers.get(name := name_of(*key))
            if given is None:
                continue
            try:
                form.wanted[key] = Pace(given)
            except ValueError:
                form.errors[name] = f"{key[0].label}: Bitte wählen Sie sofort, täglich oder nie."
        return form
