"""The files of a case, for who opens the link to one."""

from datetime import datetime

from foxo_bot import access
from foxo_bot.cases.target import relations
from foxo_bot.model import Attachment, NoSuchFile, Person
from foxo_bot.signing import FileGrant
from foxo_bot.store import cases, events, files, people, recipients
from foxo_bot.store.db import Tx


def file_of(tx: Tx, grant: FileGrant) -> Attachment:
    """The file of a link; NoSuchFile where its person may not see the case (any more)."""
    return _seen_by(tx, grant)[1]


def open_file(tx: Tx, grant: FileGrant, now: datetime) -> tuple[Attachment, bytes | None]:
    """The file and what is in it, for somebody who may see its case; noted in the trail.

    The content is None where a vendor holds it.
    """
    person, file = _seen_by(tx, grant)
    content = files.content(tx, grant.organisation_id, file.id)
    events.append(
        tx,
        events.Event(
            organisation_id=grant.organisation_id,
            at=now,
            kind="file_opened",
            via="link",
            case_id=files.case_of(tx, grant.organisation_id, file.id),
            actor_id=person.id,
            data={"file": file.id},
        ),
    )
    return file, content


def _seen_by(tx: Tx, grant: FileGrant) -> tuple[Person, Attachment]:
    case_id = files.case_of(tx, grant.organisation_id, grant.attachment_id)
    if case_id is None:
        raise NoSuchFile
    person = people.find(tx, grant.person_id)
    case = cases.get(tx, grant.organisation_id, case_id)
    standing = recipients.of_case(tx, case.organisation_id, case.id)
    if not access.may_see(relations(tx, person, case, recipient) for recipient in standing):
        raise NoSuchFile
    found = files.of_case(tx, grant.organisation_id, case_id)
    return person, next(file for file in found if file.id == grant.attachment_id)
