"""Makes an organisation's teams what a directory file says."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from foxo_bot.directory.apply.ledger import Ledger
from foxo_bot.directory.duty import refresh
from foxo_bot.directory.duty.source import Source, to_text
from foxo_bot.directory.file import OrganisationEntry, Place, TeamEntry
from foxo_bot.directory.file.steps import is_called
from foxo_bot.escalation import policy
from foxo_bot.escalation.named import with_names
from foxo_bot.model import Named, Naming, Organisation, Person, Role, Team, Triage, rules_text
from foxo_bot.model.notation import notation
from foxo_bot.model.rules import Rules
from foxo_bot.store import channels, duty, memberships, rosters, teams

_CHANNEL = {"slack": "Slack channel", "teams": "Teams channel"}
_SWITCHES = {
    ("accepts_external", True): "takes cases from other organisations",
    ("accepts_external", False): "no longer takes cases from other organisations",
    ("integrations", True): "is open to clinical systems",
    ("integrations", False): "is no longer open to clinical systems",
    ("members_listed", True): "members are those that the file lists",
    ("members_listed", False): "members are the people in its channels",
    ("active", True): "is active again",
    ("active", False): (
        "is no longer in the file (a new name makes a new team): it gets no new cases, "
        "its open ones go on"
    ),
}


def apply_teams(
    ledger: Ledger, organisation: Organisation, entry: OrganisationEntry, known: list[Person]
) -> None:
    """Make, change and deactivate teams; `known` are the entry's people as stored."""
    present = {team.name: team for team in teams.of_organisation(ledger.tx, organisation.id)}
    made = [
        present.get(wanted.name) or _new(ledger, organisation, wanted) for wanted in entry.teams
    ]
    find = _finder(entry, known, made)
    for wanted, team in zip(entry.teams, made, strict=True):
        job = _Job(ledger, team, f"{organisation.name} / {team.name}")
        job.switch(
            accepts_external=wanted.accepts_external,
            integrations=wanted.integrations,
            members_listed=wanted.members is not None,
            active=True,
        )
        job.timezone(wanted.timezone)
        job.channels(wanted.channels)
        job.policy(wanted, find)
        job.rules(wanted.rules)
        if wanted.members is None:
            job.members(job.following([known[place].id for place in wanted.leads]), known)
        else:
            job.members({known[place].id: role for place, role in wanted.members}, known)
        job.roster(wanted.roster)
    named = {wanted.name for wanted in entry.teams}
    for team in present.values():
        if team.name not in named:
            _Job(ledger, team, f"{organisation.name} / {team.name}").switch(active=False)


def _new(ledger: Ledger, organisation: Organisation, wanted: TeamEntry) -> Team:
    new_id = teams.insert_one(ledger.tx, organisation.id, wanted.name)
    sentence = f"{organisation.name} / {wanted.name}: new team."
    ledger.add(organisation.id, sentence, "team_added", team=new_id)
    team = teams.get(ledger.tx, organisation.id, new_id)
    assert team is not None  # noqa: S101 - it was made above
    return team


def _finder(
    entry: OrganisationEntry, known: list[Person], made: list[Team]
) -> Callable[[Named], Named]:
    """Gives the people and teams that steps name their ids; the file was checked for them."""
    team_ids = {team.name.casefold(): team.id for team in made}

    def find(named: Named) -> Named:
        if named.what is Naming.TEAM:
            return replace(named, id=team_ids[named.name.casefold()])
        places = [place for place, one in enumerate(entry.people) if is_called(one, named.name)]
        return replace(named, id=known[places[0]].id)

    return find


_RULES = ("quiet hours", "who must acknowledge", "asked whether somebody is still on it")


def _said(rules: Rules) -> tuple[str, str, str]:
    return (
        str(rules.quiet or ""),
        rules_text.say_acknowledged_by(rules.acknowledged_by),
        rules_text.say_follow_up(rules.follow_up),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """The changes of one team."""

    ledger: Ledger
    team: Team
    label: str

    def switch(self, **wanted: bool) -> None:
        now = {name: getattr(self.team, name) for name in wanted}
        if now == wanted:
            return
        rest = {"accepts_external", "integrations", "members_listed", "active"} - wanted.keys()
        kept = {name: getattr(self.team, name) for name in rest}
        teams.save(self.ledger.tx, self.team, **wanted, **kept)
        for name, on in wanted.items():
            if now[name] != on:
                self._note(_SWITCHES[name, on], f"{name}_set", on=on)

    def timezone(self, wanted: str | None) -> None:
        if wanted != self.team.timezone:
            teams.set_timezone(self.ledger.tx, self.team, wanted)
            words = f"time zone is {wanted or 'that of the organisation'}"
            self._note(words, "timezone_set", timezone=wanted or "")

    def channels(self, listed: tuple[Place, ...]) -> None:
        """Stand where the file says; a channel that has moved since is where it is now."""
        tx = self.ledger.tx
        moved = channels.moved_from(tx, self.team)
        there = {(c.transport, c.workspace, c.address): c for c in channels.of_team(tx, self.team)}
        wanted: list[Place] = []
        for place in listed:
            if place in there:
                channels.forget_move(tx, there[place])
            now_at = place if place in there else (*place[:2], moved.get(place, place[2]))
            if now_at not in wanted:
                wanted.append(now_at)
        channels.replace(tx, self.team, wanted)
        for place in wanted:
            if place not in there:
                self._note(f"{_CHANNEL[place[0]]} {place[2]} added", "channel_added", at=place[2])
        for place in there:
            if place not in wanted:
                words = f"{_CHANNEL[place[0]]} {place[2]} removed"
                self._note(words, "channel_removed", at=place[2])

    def policy(self, wanted: TeamEntry, find: Callable[[Named], Named]) -> None:
        own = {triage: with_names(steps, find) for triage, steps in wanted.escalation.items()}
        stored = teams.policy(self.ledger.tx, self.team)
        changed = False
        for triage in Triage:
            steps = own.get(triage, ())
            if policy.from_json(stored.get(triage.value, ())) == steps:
                continue
            changed = True
            words = notation(steps).replace("\n", "; ") or "the default again"
            self._note(f"{triage} escalation is {words}", "policy_set", triage=triage.value)
        if changed:
            given = {triage.value: policy.to_json(steps) for triage, steps in own.items()}
            teams.set_policy(self.ledger.tx, self.team, given)

    def roster(self, wanted: Source | None) -> None:
        """Take the team's roster over; weekly shifts hold at once, a calendar once it is read.

        The address of a calendar is a secret, so nothing repeats it.
        """
        tx, now = self.ledger.tx, self.ledger.now
        stored = duty.of_team(tx, self.team.organisation_id, self.team.id)
        if wanted is None:
            if stored:
                duty.drop(tx, self.team)
                self._note("has no duty roster any more", "roster_removed")
            return
        by_calendar, text = isinstance(wanted, str), to_text(wanted)
        if stored is None or stored.source != text:
            duty.put(tx, self.team, by_calendar=by_calendar, source=text, now=now)
            kind = "a calendar" if by_calendar else "weekly shifts"
            other = " (not the same as before)" if stored else ""
            self._note(f"duty roster is {kind}{other}", "roster_set")
        if team := teams.get(tx, self.team.organisation_id, self.team.id):
            refresh.by_weekly_shifts(tx, team, now)

    def rules(self, wanted: Rules) -> None:
        before = teams.rules(self.ledger.tx, self.team)
        if wanted == before:
            return
        teams.set_rules(self.ledger.tx, self.team, wanted)
        for words, now, then in zip(_RULES, _said(wanted), _said(before), strict=True):
            if now != then:
                self._note(f"{words}: {now or 'the default again'}", "rules_set")

    def following(self, leads: list[int]) -> dict[int, Role]:
        """Who is in a team that lists its leads only; the rest is for its channels to tell.

        Who is a lead no longer stays where they stand in a channel. A team that listed its members
        until now keeps them until its channels are read.
        """
        tx, team = self.ledger.tx, self.team
        before = memberships.of_team(tx, team.organisation_id, team.id)
        in_channels = rosters.of_team(tx, team)
        stay = [
            member.person.id
            for member in before
            if team.members_listed or member.role is Role.MEMBER or member.person.id in in_channels
        ]
        return dict.fromkeys(stay, Role.MEMBER) | dict.fromkeys(leads, Role.LEAD)

    def members(self, wanted: dict[int, Role], known: list[Person]) -> None:
        """Make these (id -> role) the members; `known` are the people that the file lists."""
        tx, team = self.ledger.tx, self.team
        before = {m.person.id: m for m in memberships.of_team(tx, team.organisation_id, team.id)}
        names = {person.id: person.name for person in known}
        names |= {person_id: member.person.name for person_id, member in before.items()}
        _, left = memberships.set_members(tx, team.organisation_id, team.id, wanted)
        for person_id, role in wanted.items():
            name = names[person_id]
            if person_id not in before:
                self._note(f"{name} joins as {role}", "member_joined", person=person_id)
            elif before[person_id].role is not role:
                self._note(f"{name} is {role} now", "role_set", person=person_id, role=role.value)
        for person_id in sorted(left):
            self._note(f"{names[person_id]} leaves", "member_left", person=person_id)

    def _note(self, words: str, what: str, **facts: str | int) -> None:
        sentence = f"{self.label}: {words}."
        self.ledger.add(self.team.organisation_id, sentence, what, team=self.team.id, **facts)
