"""The interactive and visible elements of Block Kit, each with its fields and limits."""

from foxo_bot.sandbox.slack.block_kit import (
    Check,
    address,
    anything,
    boolean,
    by_type,
    many,
    one_of,
    pattern,
    plain,
    record,
    string,
    text,
    typed,
    whole,
)

ACTION_ID = {"action_id": string(255)}
STYLE = one_of("primary", "danger")
CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)
_URL = {"url": address()}
OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
CHOICE = record({"text": text(75), "value": string(150)}, {"description": text(75)})
GROUP = record({"label": plain(75), "options": many(OPTION, 100)})
OVERFLOW = record({"text": plain(75), "value": string(150)}, {"description": plain(75), **_URL})
IMAGE = {"alt_text": string(2000)}
IMAGE_SOURCE: dict[str, Check] = {"image_url": address(), "slack_file": anything}

_FOCUS = {"focus_on_load": boolean}
_HINTED = {**ACTION_ID, **_FOCUS, "placeholder": plain(150)}
_ASKED = {**_HINTED, "confirm": CONFIRM}
_STATIC = {"options": many(OPTION, 100), "option_groups": many(GROUP, 100)}
_EXTERNAL = {"min_query_length": whole(0, 3000)}
_ONE = {"initial_option": OPTION}
_SEVERAL = {"initial_options": many(OPTION, 100), "max_selected_items": whole(1, 100)}
_DISPATCH = {
    "dispatch_action_config": record(
        {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)}
    )
}
_PICKED_BY_SLACK = dict.fromkeys(
    ["initial_user", "initial_conversation", "initial_channel", "initial_users"], anything
) | dict.fromkeys(
    [
        "initial_conversations",
        "initial_channels",
        "default_to_current_conversation",
        "filter",
        "response_url_enabled",
    ],
    anything,
)

_BUTTON = typed(
    {"text": plain(75)},
    {
        **ACTION_ID,
        **_URL,
        "value": string(2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
_CHOICES = {**ACTION_ID, **_FOCUS, "confirm": CONFIRM}
_SELECTS: dict[str, Check] = {
    "static_select": typed(None, {**_ASKED, **_STATIC, **_ONE}),
    "multi_static_select": typed(None, {**_ASKED, **_STATIC, **_SEVERAL}),
    "external_select": typed(None, {**_ASKED, **_EXTERNAL, **_ONE}),
    "multi_external_select": typed(None, {**_ASKED, **_EXTERNAL, **_SEVERAL}),
} | {
    f"{many_or_one}{what}_select": typed(
        None, {**_ASKED, **_PICKED_BY_SLACK, "max_selected_items": whole(1, 100)}
    )
    for what in ("users", "conversations", "channels")
    for many_or_one in ("", "multi_")
}
_CHOSEN: dict[str, Check] = {
    "checkboxes": typed(
        {"options": many(CHOICE, 10)}, {**_CHOICES, "initial_options": many(CHOICE, 10)}
    ),
    "radio_buttons": typed({"options": many(CHOICE, 10)}, {**_CHOICES, "initial_option": CHOICE}),
    "datepicker": typed(None, {**_ASKED, "initial_date": pattern(r"\d{4}-\d\d-\d\d")}),
    "timepicker": typed(
        None, {**_ASKED, "initial_time": pattern(r"\d\d:\d\d"), "timezone": string(100)}
    ),
    **_SELECTS,
}
_DATETIME: dict[str, Check] = {
    "datetimepicker": typed(None, {**_CHOICES, "initial_date_time": whole(10**9, 10**10 - 1)})
}
_TYPED: dict[str, Check] = {
    "plain_text_input": typed(
        None,
        {
            **_HINTED,
            **_DISPATCH,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "email_text_input": typed(None, {**_HINTED, **_DISPATCH, "initial_value": string(3000, 0)}),
    "url_text_input": typed(None, {**_HINTED, **_DISPATCH, "initial_value": string(3000, 0)}),
    "number_input": typed(
        {"is_decimal_allowed": boolean},
        {**_HINTED, **_DISPATCH}
        | dict.fromkeys(["initial_value", "min_value", "max_value"], string(30)),
    ),
    "file_input": typed(
        None, {**ACTION_ID, "filetypes": many(string(30), 100), "max_files": whole(1, 10)}
    ),
}
_OVERFLOW = typed({"options": many(OVERFLOW, 5)}, {**ACTION_ID, "confirm": CONFIRM})
_IMAGE = typed(IMAGE, IMAGE_SOURCE)

IN_ACTIONS = by_type({"button": _BUTTON, "overflow": _OVERFLOW, **_CHOSEN, **_DATETIME})
AS_ACCESSORY = by_type({"button": _BUTTON, "overflow": _OVERFLOW, "image": _IMAGE, **_CHOSEN})
IN_INPUT = by_type({**_TYPED, **_CHOSEN, **_DATETIME})
IN_CONTEXT = by_type(
    {
        "image": _IMAGE,
        "plain_text": record({"type": anything, "text": string(3000)}, {"emoji": boolean}),
        "mrkdwn": record({"type": anything, "text": string(3000)}, {"verbatim": boolean}),
    }
)
