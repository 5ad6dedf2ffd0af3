"""What may stand in a rich_text block: sections, lists and quotes, and what they are made of."""

from foxo_bot.sandbox.slack.block_kit import (
    Check,
    address,
    boolean,
    by_type,
    many,
    one_of,
    record,
    string,
    typed,
    whole,
)

_MOST = 1000
"""Of parts in one block, and of pieces in one part; Slack gives no number."""
_NAMES = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight")
_STYLE = {"style": record({}, dict.fromkeys((*_NAMES, "unlink"), boolean), least=1)}
_BORDER = {"border": one_of(0, 1)}

_LEAF = by_type(
    {
        "text": typed({"text": string(_MOST * 10)}, _STYLE),
        "link": typed({"url": address()}, {**_STYLE, "text": string(3000), "unsafe": boolean}),
        "date": typed(
            {"timestamp": whole(0, 2**40), "format": string(255)},
            {**_STYLE, "url": address(), "fallback": string(3000)},
        ),
        "emoji": typed(
            {"name": string(255)}, {**_STYLE, "skin_tone": whole(1, 6), "unicode": string(255)}
        ),
        "user": typed({"user_id": string(255)}, _STYLE),
        "usergroup": typed({"usergroup_id": string(255)}, _STYLE),
        "team": typed({"team_id": string(255)}, _STYLE),
        "channel": typed({"channel_id": string(255)}, _STYLE),
        "broadcast": typed({"range": one_of("here", "channel", "everyone")}, _STYLE),
        "color": typed({"value": string(7)}, _STYLE),
    }
)
_LEAVES = {"elements": many(_LEAF, _MOST, 0)}
_SECTION = {"rich_text_section": typed(_LEAVES)}
PARTS: Check = many(
    by_type(
        {
            **_SECTION,
            "rich_text_list": typed(
                {"style": one_of("bullet", "ordered"), "elements": many(by_type(_SECTION), _MOST)},
                {**_BORDER, "indent": whole(0, 8), "offset": whole(0, _MOST)},
            ),
            "rich_text_preformatted": typed(_LEAVES, {**_BORDER, "language": string(255)}),
            "rich_text_quote": typed(_LEAVES, _BORDER),
        }
    ),
    _MOST,
    0,
)
