"""Files that people give: what is taken, and how they are known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from foxo_bot.model.refusals import Refusal

LARGEST_FILE = 10_000_000
"""Bytes in one file."""

MOST_FILES = 10
"""Files with one form: Slack takes no more either."""

MOST_WAITING, MOST_WAITING_IN_ALL = 3 * MOST_FILES, 500
"""Files that wait at one moment for forms which have not been sent, of one person and of all."""

NAME_LENGTH = 150

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "bmp": "image/bmp",
        "csv": "text/csv",
        "dcm": "application/dicom",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "gif": "image/gif",
        "heic": "image/heic",
        "heif": "image/heif",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "m4a": "audio/mp4",
        "mov": "video/quicktime",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "odt": "application/vnd.oasis.opendocument.text",
        "pdf": "application/pdf",
        "png": "image/png",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "rtf": "application/rtf",
        "tif": "image/tiff",
        "tiff": "image/tiff",
        "txt": "text/plain",
        "wav": "audio/wav",
        "webp": "image/webp",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
"""What is taken, by the ending of its name: nothing that a browser or a system would run."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case.

    Either the vendor holds it under `reference`, and `url` opens only for whom the vendor lets, or
    `kept` says that we do. `id` is that of its row, `via` the transport by which it came.
    """

    reference: str
    name: str
    media_type: str
    size: int
    url: str
    id: int = 0
    kept: bool = False
    via: str = ""

    @property
    def given_here(self) -> bool:
        """Whether a page of ours gives it out: we hold it, or can fetch one of its size."""
        return self.kept or self.size <= LARGEST_FILE


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as the vendor that holds it handed it over."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in our hands. `content` is None where the platform did not hand it over.

    `withheld`: it never does there, so sending it again is of no use. `name` then says how many.
    """

    name: str
    content: bytes | None = field(repr=False)
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits in a tray until its form is sent; `id` is that of its row."""

    id: int
    name: str
    size: int


class FileTooLarge(Refusal):
    """{name} is too large: a file may have up to {most}. Send it smaller, or say where it lies."""


class FileEmpty(Refusal):
    """{name} is empty and was not added."""


class FileOfThisKind(Refusal):
    """{name} was not added. Pictures, PDF, office documents, sound, video and DICOM are taken."""


class FileNotHad(Refusal):
    """{name} could not be fetched and was not added. Send it again."""


class FileWithheld(Refusal):
    """Not passed on: {name}. Foxo Bot is handed no files here. Press Reply on the case for them."""


class TooManyFiles(Refusal):
    """{name} was not added: there may be {most} files. Send the others with a reply to the case."""


class TooManyWaiting(Refusal):
    """{name} was not added: too many files wait for forms that were not sent. Try again later."""


class FormSent(Refusal):
    """This form has been sent already. Press Reply on the case to add more files."""


class FileNotReached(Refusal):
    """{name} could not be fetched at this moment. Try again in a minute."""


class FileGone(Refusal):
    """{name} cannot be had: it was deleted where it lay, or may not be read. Ask who sent it."""


class FileTooLargeToFetch(Refusal):
    """{name} is larger than {most} and cannot be given here. Open it where it was sent."""


class NoSuchFile(Refusal):
    """This file can no longer be found, or you may not see its case any more."""


def name_of(given: str) -> str:
    """The name without a folder, cut in its middle so that its ending stays."""
    name = " ".join(given.replace("\\", "/").rpartition("/")[2].split()) or "file"
    name = "".join(letter for letter in name if letter.isprintable())
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(ending) - 2]}…{dot}{ending[:20]}"


def media_type(upload: Upload) -> str:
    """Its media type, by its name alone; raises a Refusal where it is not taken."""
    name = name_of(upload.name)
    if upload.withheld:
        raise FileWithheld(name=name)
    if upload.content is None:
        raise FileNotHad(name=name)
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise FileOfThisKind(name=name)
    if not upload.content:
        raise FileEmpty(name=name)
    if len(upload.content) > LARGEST_FILE:
        raise FileTooLarge(name=name, most=in_words(LARGEST_FILE))
    return kind


def in_words(size: int) -> str:
    """A size as people read it: 1200 -> "1 kB", 3400000 -> "3.4 MB"."""
    kilobytes = max(1, round(size / 1000))
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{size / 1_000_000:.1f} MB"
