"""What a person wrote in Teams, as plain words."""

from foxo_bot.transports.teams.inbound.words import from_html, plain, quoted

BOT = "28:bot"


def message(text: str, **more: object) -> dict[str, object]:
    mention = {"type": "mention", "text": "<at>Foxo Bot</at>", "mentioned": {"id": BOT}}
    return {"text": text, "recipient": {"id": BOT}, "entities": [mention], **more}


def test_the_bots_own_name_is_left_out_and_other_names_stay() -> None:
    assert plain(message("<at>Foxo Bot</at>&nbsp;case chest pain\n")) == "case chest pain"
    assert plain(message("<at>Foxo Bot</at> ask <at>Cleo</at>")) == "ask @Cleo"


def test_signs_that_were_escaped_are_signs_again_and_lines_stay_lines() -> None:
    assert (
        plain(message("BP &lt;90/60 &amp; falling\r\nlactate 4"))
        == "BP <90/60 & falling\nlactate 4"
    )


def test_html_keeps_its_lines() -> None:
    assert from_html("<div><p>BP 90/60</p><p>lactate&nbsp;4<br>pale</p></div>") == (
        "BP 90/60\nlactate 4\npale"
    )


def test_a_quoting_answer_names_the_message_and_leaves_out_its_words() -> None:
    html = (
        '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1690200000">'
        "<p>Case 482-913</p></blockquote><p>Which wrist?</p>"
    )
    answer = message("x", attachments=[{"contentType": "text/html", "content": html}])
    assert quoted(answer) == ("1690200000", "Which wrist?")
    assert quoted(message("x")) == ("", "")
