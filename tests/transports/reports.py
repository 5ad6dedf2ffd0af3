"""Reports of mail servers about a mail that did not arrive, in the shapes of several makers."""

POSTFIX = """\
From: MAILER-DAEMON@mx.northside.example
To: foxo@northside.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

This is a MIME-encapsulated message.

--B1
Content-Type: text/plain; charset=us-ascii

<{address}>: host mail.northside.example said: {status} no such user

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.northside.example
Arrival-Date: Mon,  2 Mar 2026 12:10:00 +0000

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{address}> unknown

--B1
Content-Type: text/rfc822-headers

Return-Path: <foxo@northside.example>
{headers}

--B1--
"""

EXCHANGE = """\
From: postmaster@northside.example
To: foxo@northside.example
Content-Language: en-US
Subject: Undeliverable: High case 482-913 for Radiology
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_B2_"

--_B2_
Content-Type: multipart/alternative; boundary="_B3_"

--_B3_
Content-Type: text/html; charset="us-ascii"

<p>Your message couldn't be delivered.</p>
--_B3_--

--_B2_
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.northside.example
Received-From-MTA: dns;mx.northside.example

Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; Recipient not found
X-Display-Name: {address}

--_B2_
Content-Type: message/rfc822

{headers}
Content-Type: text/plain; charset="utf-8"

High case 482-913.

--_B2_--
"""

GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: foxo@northside.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
Content-Type: multipart/report; boundary="B4"; report-type=delivery-status

--B4
Content-Type: multipart/related; boundary="B5"

--B5
Content-Type: multipart/alternative; boundary="B6"

--B6
Content-Type: text/plain; charset="UTF-8"

** Address not found **
--B6--

--B5
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--B5--

--B4
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; foxo@northside.example
X-Original-Message-ID: <other@northside.example>

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
 550 5.1.1 Please try double-checking the address.

--B4
Content-Type: message/rfc822

{headers}

--B4--
"""

EXIM = """\
From: Mail Delivery System <Mailer-Daemon@mx.northside.example>
To: foxo@northside.example
Auto-Submitted: auto-replied
X-Failed-Recipients: {address}
Subject: Mail delivery failed: returning message to sender
Content-Type: multipart/report; report-type=delivery-status; boundary=B7

--B7
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients.

--B7
Content-type: message/delivery-status

Reporting-MTA: dns; mx.northside.example

Action: {action}
Final-Recipient: rfc822;{address}
Status: 5.0.0
Remote-MTA: dns; mail.northside.example
Diagnostic-Code: smtp; 550 {status} <{address}>: Recipient address rejected

--B7
Content-type: message/rfc822

{headers}

--B7--
"""

AWAY = """\
From: {address}
To: foxo@northside.example
Subject: Automatic reply: High case 482-913
Auto-Submitted: auto-replied
In-Reply-To: <x@northside.example>

I am on leave until Monday. Status: 5.1.1
"""


def report(
    shape: str, headers: str, address: str, *, action: str = "failed", status: str = "5.1.1"
) -> bytes:
    """One report, as it comes over the wire."""
    filled = shape.format(headers=headers, address=address, action=action, status=status)
    return filled.replace("\n", "\r\n").encode()


def headers_of(raw: bytes) -> str:
    """The headers of a mail, as a server sends them back."""
    return raw.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n")
