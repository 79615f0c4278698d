"""Reports of mail servers in the forms of Postfix, Exchange and Exim, about a letter with any Message-ID."""

POSTFIX = """\
Return-Path: <>
Received: by mail.lindenau.example (Postfix)
\tid 4Cq8kP1bYz2; Mon, 23 Nov 2026 10:00:07 +0100 (CET)
Date: Mon, 23 Nov 2026 10:00:07 +0100 (CET)
From: MAILER-DAEMON@mail.lindenau.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ris@lindenau.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Cq8kN5v1Kz1.1795424407/mail.lindenau.example"
Message-Id: <4Cq8kP1bYz2@mail.lindenau.example>

This is a MIME-encapsulated message.

--4Cq8kN5v1Kz1.1795424407/mail.lindenau.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

Your message could not be delivered to one recipient.

<ada@lindenau.example>: host mx.lindenau.example[192.0.2.7] said: 550 5.1.1
    <ada@lindenau.example>: Recipient address rejected: User unknown

--4Cq8kN5v1Kz1.1795424407/mail.lindenau.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.lindenau.example
X-Postfix-Queue-ID: 4Cq8kN5v1Kz1
X-Postfix-Sender: rfc822; ris@lindenau.example
Arrival-Date: Mon, 23 Nov 2026 10:00:05 +0100 (CET)

Final-Recipient: rfc822; ada@lindenau.example
Original-Recipient: rfc822;ada@lindenau.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.lindenau.example
Diagnostic-Code: smtp; 550 5.1.1 <ada@lindenau.example>: Recipient address
    rejected: User unknown

--4Cq8kN5v1Kz1.1795424407/mail.lindenau.example
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

Return-Path: <ris@lindenau.example>
From: Stadt Lindenau <ris@lindenau.example>
To: ada@lindenau.example
Subject: Einladung
Message-ID: <{message_id}>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="letter"

--letter
Content-Type: text/plain; charset=utf-8

Guten Tag
--letter--

--4Cq8kN5v1Kz1.1795424407/mail.lindenau.example--
"""

EXCHANGE = """\
From: <postmaster@kreis.example>
To: <ris@lindenau.example>
Date: Mon, 23 Nov 2026 09:00:09 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: de-DE
Message-ID: <2f1e0d9c-1b2a-4c3d-8e4f-5a6b7c8d9e0f@kreis.example>
In-Reply-To: <{message_id}>
Subject: Unzustellbar: Einladung
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_000_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_001_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_"

--_001_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

RGllIE5hY2hyaWNodCBrb25udGUgbmljaHQgenVnZXN0ZWxsdCB3ZXJkZW4uCg==

--_001_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_
Content-Type: text/html; charset="utf-8"

<p>Die Nachricht konnte nicht zugestellt werden.</p>

--_001_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_--

--_000_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.kreis.example
Received-From-MTA: dns;mail.lindenau.example
Arrival-Date: Mon, 23 Nov 2026 09:00:08 +0000

Final-recipient: RFC822;ada@kreis.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@kreis.example not found by SMTP address lookup
X-Display-Name: ada@kreis.example


--_000_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_
Content-Type: message/rfc822

Received: from mail.lindenau.example (192.0.2.1) by EX01.kreis.example
From: Stadt Lindenau <ris@lindenau.example>
To: Ada <ada@kreis.example>
Subject: Einladung
Message-ID:
\t<{message_id}>
Content-Type: text/plain

--_000_9b1f7d6e5c4a4f0e8d3c2b1a09876543kreisexample_--
"""

EXIM = """\
Received: from Debian-exim by mx.example with local (Exim 4.98)
\tid 1tXyZa-0000000AbCd-1e2F
\tfor ris@lindenau.example; Mon, 23 Nov 2026 10:00:07 +0100
X-Failed-Recipients: ada@mx.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: ris@lindenau.example
Content-Type: multipart/report; report-type=delivery-status; boundary=1795424407-eximdsn-771203518
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tXyZa-0000000AbCd-1e2F@mx.example>

--1795424407-eximdsn-771203518
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one recipient.

  ada@mx.example
    Unrouteable address

--1795424407-eximdsn-771203518
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example

Action: {action}
Final-Recipient: rfc822;ada@mx.example
Status: {status}

--1795424407-eximdsn-771203518
Content-type: text/rfc822-headers

Return-path: <ris@lindenau.example>
Received: from mail.lindenau.example ([192.0.2.1])
\tby mx.example with esmtps (Exim 4.98)
From: Stadt Lindenau <ris@lindenau.example>
To: ada@mx.example
Subject: Einladung
Message-ID: <{message_id}>

--1795424407-eximdsn-771203518--
"""

OLD_EXIM = """\
X-Failed-Recipients: ada@mx.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: ris@lindenau.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  ada@mx.example
    SMTP error from remote mail server after RCPT TO:<ada@mx.example>:
    host mx2.example [192.0.2.9]: 550 User unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <ris@lindenau.example>
From: Stadt Lindenau <ris@lindenau.example>
To: ada@mx.example
Message-ID: <{message_id}>
Subject: Einladung

Guten Tag
"""

FORMS = {"Postfix": POSTFIX, "Exchange": EXCHANGE, "Exim": EXIM, "old Exim": OLD_EXIM}


def report(form: str, message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """The bytes as a mail server sends them."""
    text = FORMS[form].format(message_id=message_id, action=action, status=status)
    return text.replace("\n", "\r\n").encode()
