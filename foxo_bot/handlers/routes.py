"""Which handler answers which act: the whole list."""

from collections.abc import Callable

from foxo_bot.handlers import (
    browsing,
    case_form,
    commands,
    messages,
    presses,
    reaching,
    sending,
    submissions,
    team_rules,
    teams,
    trays,
)
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Interaction, Kind, Reply
from foxo_bot.model import Verb

Handler = Callable[[Context], Reply]

ROUTES: dict[tuple[Kind, str], Handler] = {
    (Kind.COMMAND, "case"): commands.on_case,
    (Kind.COMMAND, "case_from_message"): commands.on_case_from_message,
    (Kind.COMMAND, "cases"): browsing.on_cases,
    (Kind.COMMAND, "patients"): commands.on_patients,
    (Kind.COMMAND, "team"): teams.on_team,
    **{(Kind.ACTION, verb): presses.at_once(verb) for verb in presses.AT_ONCE},
    (Kind.ACTION, Verb.ACKNOWLEDGE): presses.on_acknowledge,
    (Kind.ACTION, Verb.REPLY): presses.on_reply,
    (Kind.ACTION, Verb.SHARE): presses.on_share,
    (Kind.ACTION, Verb.DECLINE): presses.on_decline,
    (Kind.ACTION, Verb.RETRIAGE): presses.on_retriage,
    (Kind.ACTION, Verb.DETAILS): presses.on_details,
    (Kind.ACTION, "cases_mine"): browsing.on_view,
    (Kind.ACTION, "cases_teams"): browsing.on_view,
    (Kind.ACTION, "cases_sent"): browsing.on_view,
    (Kind.ACTION, "cases_ended"): browsing.on_view,
    (Kind.ACTION, "cases_page"): browsing.on_view,
    (Kind.ACTION, "cases_page_back"): browsing.on_view,
    (Kind.ACTION, "patients"): commands.on_patients,
    (Kind.ACTION, "new_patient"): commands.on_new_patient,
    (Kind.ACTION, "case_for"): commands.on_case_for,
    (Kind.ACTION, "case_with"): commands.on_case_with,
    (Kind.ACTION, "add_files"): trays.on_add_files,
    (Kind.ACTION, "team"): teams.on_show_team,
    (Kind.ACTION, "edit_policy"): teams.on_edit_policy,
    (Kind.ACTION, "edit_rules"): team_rules.on_edit_rules,
    (Kind.ACTION, "preview"): team_rules.on_preview,
    (Kind.ACTION, "post_entry"): teams.on_post_entry,
    (Kind.ACTION, "reach"): reaching.on_reach,
    (Kind.ACTION, "test_number"): reaching.on_test_number,
    (Kind.ACTION, "enter_code"): reaching.on_enter_code,
    (Kind.ACTION, "own_number"): reaching.on_own_number,
    (Kind.ACTION, "email_again"): reaching.on_email_again,
    (Kind.ACTION, "wishes"): reaching.on_wishes,
    (Kind.FORM, "case"): sending.on_case_submitted,
    (Kind.FORM, "unreachable"): sending.on_sent_anyway,
    (Kind.FORM, "patient"): commands.on_patient_submitted,
    (Kind.FORM, Verb.REPLY): submissions.on_reply,
    (Kind.FORM, Verb.DECLINE): submissions.on_decline,
    (Kind.FORM, Verb.SHARE): submissions.on_share,
    (Kind.FORM, Verb.RETRIAGE): submissions.on_retriage,
    (Kind.FORM, "policy"): teams.on_policy_submitted,
    (Kind.FORM, "number_code"): reaching.on_code_submitted,
    (Kind.FORM, "own_number"): reaching.on_number_submitted,
    (Kind.FORM, "wishes"): reaching.on_wishes_submitted,
    (Kind.FORM, "rules"): team_rules.on_rules_submitted,
    (Kind.FORM, "preview"): team_rules.on_preview_submitted,
    (Kind.OPTIONS, "teams"): case_form.on_team_options,
    (Kind.OPTIONS, "patient"): case_form.on_patient_options,
    (Kind.HOME, "home"): browsing.on_home,
    (Kind.MESSAGE, "thread_reply"): messages.on_thread_reply,
    (Kind.MESSAGE, "thread_edit"): messages.on_thread_edit,
    (Kind.MESSAGE, "said_to_bot"): messages.on_said_to_bot,
}

WITHOUT_DATA: dict[tuple[Kind, str], Callable[[Interaction], Reply]] = {
    (Kind.COMMAND, "help"): commands.help_for,
}
"""Acts that need nothing from the database and so begin no transaction."""
