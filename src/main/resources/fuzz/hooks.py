"""What Carillon's drill adds to schemathesis.

Ids of things that are there and reports a vendor might send, documents that are nearly right, a record of every answer, and the
tokens that a run may not revoke because it lives by them.
"""

import hashlib
import json
import os
import random
import re
import threading

import schemathesis

with open(os.environ["FUZZ_KNOWN"], encoding="utf-8") as known:
    KNOWN = json.load(known)

# Of the generated cases, how many meet something that is there, and how many get a document that was right before it was bent.
SHARE_KNOWN = 0.6
SHARE_BENT = 0.6
# No token has it.
NO_TOKEN = 2**62
LONGEST_BODY = 20_000
# Their document says that a body is not read.
UNREAD = {"POST /api/campaigns/{id}/copy", "POST /api/campaigns/{id}/launch"}
TEXTS = {"yaml", "x-yaml", "csv", "octet-stream"}
OWN_ID = re.compile(r"^/api/([a-z]+)/\{(id|name)\}")
WORDS = [
    "", " ", "\u0000", "\r\n", "\ufeff", "\u202e", "\u2028", "=1+1", "${x}", "${7*7}", "<#assign x=1>", "../..", "'; --", "😀", "-1",
    "9999999999999999999999", "1e999", "null", "~", "!!java.lang.Runtime", "&a", "*a", "{", "[", "中" * 300, "http://169.254.169.254/",
]
VALUES = [None, True, False, 0, -1, 2**31, 2**63, 1.5, "", [], {}, [[]], "x"]

documents = {}
raw = set()
elsewhere = set()
deleted = set()
lock = threading.Lock()
answers = open(os.environ["FUZZ_ANSWERS"], "a", encoding="utf-8")


def dice(*parts):
    """Random, and the same for the same generated case."""
    text = repr(parts).encode("utf-8", "backslashreplace")
    return random.Random(hashlib.sha256(text).digest())


def bent(value, roll):
    """The value with one place in it changed."""
    if isinstance(value, dict) and value:
        key = roll.choice(sorted(value))
        changed = dict(value)
        act = roll.random()
        if act < 0.15:
            del changed[key]
        elif act < 0.25:
            changed[roll.choice(WORDS)] = value[key]
        else:
            changed[key] = bent(value[key], roll)
        return changed
    if isinstance(value, list) and value:
        index = roll.randrange(len(value))
        act = roll.random()
        if act < 0.15:
            return value[:index] + value[index + 1:]
        if act < 0.25:
            return value + [value[index]] * roll.choice([1, 3, 1000])
        return value[:index] + [bent(value[index], roll)] + value[index + 1:]
    if isinstance(value, str) and value and roll.random() < 0.7:
        at = roll.randrange(len(value) + 1)
        return value[:at] + roll.choice(WORDS) + value[at + roll.randrange(3):]
    return roll.choice(VALUES + WORDS + [[value], {"x": value}])


def bent_text(text, roll):
    """The text with a few places in it changed, or as it is."""
    for _ in range(roll.choice([0, 1, 1, 2, 5])):
        at = roll.randrange(len(text) + 1)
        act = roll.random()
        if act < 0.4:
            text = text[:at] + roll.choice(WORDS) + text[at:]
        elif act < 0.7:
            text = text[:at] + text[at + roll.randrange(1, 12):]
        else:
            to = roll.randrange(len(text) + 1)
            text = text[:at] + text[to:to + 40] + text[at:]
    return text


def bent_body(body, roll):
    if isinstance(body, bytes):
        return bent_text(body.decode("utf-8", "replace"), roll).encode("utf-8", "replace")
    return bent_text(body, roll) if isinstance(body, str) else bent(body, roll)


def is_negative(case):
    return case.meta is not None and case.meta.generation.mode.is_negative


def is_example(case):
    return case.meta is not None and case.meta.phase.name == "examples"


def remember_example(case):
    """The document's own examples are what gets bent later."""
    if case.media_type is not None:
        with lock:
            documents.setdefault((case.operation.label, case.media_type), case.body)


def is_of_a_sequence(case):
    return case.meta is not None and case.meta.phase.name == "stateful"


def meet_what_is_there(case, roll):
    path = case.operation.path
    own = OWN_ID.match(path)
    # In a sequence an id may be of what an earlier call made: it has to be found, and stays as it is.
    if own and own.group(1) in KNOWN["ids"] and not is_of_a_sequence(case) and roll.random() < SHARE_KNOWN:
        case.path_parameters[own.group(2)] = roll.choice(KNOWN["ids"][own.group(1)])
    if path.startswith("/hooks/") and roll.random() < SHARE_KNOWN:
        hook = roll.choice(KNOWN["hooks"])
        case.path_parameters.update({part: hook[part] for part in ("vendor", "account", "suffix")})
        if case.operation.method.upper() == "POST":
            case.body = bent_text(hook["report"], roll)
    if path.startswith("/u/") and KNOWN["links"] and roll.random() < SHARE_KNOWN:
        link = roll.choice(KNOWN["links"])
        case.path_parameters["token"] = link if roll.random() < 0.5 else bent_text(link, roll).replace("/", "") or "x"


def takes_any_body(case):
    return any(body.media_type == "*/*" for body in case.operation.body)


def as_bytes(case):
    """Where any kind of body is taken it goes out as it is: schemathesis would write a text as JSON, in quotes."""
    if takes_any_body(case):
        if isinstance(case.body, str):
            case.body = case.body.encode("utf-8", "replace")
        raw.add(case.id)


@schemathesis.hook
def map_case(context, case):
    # Asked once: schemathesis judges a case anew as soon as it is changed.
    negative = is_negative(case)
    if is_example(case):
        remember_example(case)
    elif not negative:
        roll = dice(case.operation.label, case.path_parameters, case.query, case.body)
        meet_what_is_there(case, roll)
        document = documents.get((case.operation.label, case.media_type))
        if document is not None and roll.random() < SHARE_BENT:
            case.body = bent_body(document, roll)
    if not negative:
        as_bytes(case)
    return case


@schemathesis.hook
def before_call(context, case, kwargs):
    """Exactly the calls that would make the rest blind go elsewhere, and are written down.

    Without its token every call ends at 401; without their accounts reports end at 404 and campaigns find nobody to send by.
    """
    label = case.operation.label
    if label == "DELETE /api/tokens/{id}" and str(case.path_parameters.get("id")) in KNOWN["spared"]:
        case.path_parameters["id"] = NO_TOKEN
        elsewhere.add(case.id)
        write({"spared": "token"})
    name = case.path_parameters.get("name")
    if label in ("DELETE /api/accounts/{name}", "PUT /api/accounts/{name}") and name in KNOWN["ids"]["accounts"]:
        case.path_parameters["name"] = "fuzz-" + name
        elsewhere.add(case.id)
        write({"spared": "account"})


@schemathesis.hook
def after_call(context, case, response):
    answer = {"call": case.operation.label, "status": response.status_code}
    if case.operation.method.upper() == "DELETE" and response.status_code == 204:
        deleted.add(case.formatted_path)
        answer["path"] = case.formatted_path
    if response.status_code >= 400:
        answer["body"] = response.content.decode("utf-8", "replace")[:LONGEST_BODY]
    write(answer)


def is_text(case):
    """What goes over the wire as a text is one, whatever it was made from: -7 as CSV is the text -7."""
    return case.media_type is not None and (case.media_type.startswith("text/") or case.media_type.split("/")[1] in TEXTS)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Writes down what did not hold."""
    if failure.code == "ST302" and (case.id in elsewhere or case.formatted_path in deleted):
        # Sent elsewhere above; or deleted long ago, and what "created" it was the answer kept for its Idempotency-Key.
        write({"of_deleted": True})
        return False
    if failure.code == "ST301" and case.operation.path == "/api/accounts/{name}":
        # Its document says that an account is disabled by that, and stays to be looked at.
        write({"of_deleted": True})
        return False
    is_unread = case.operation.label in UNREAD and "Invalid component: in body" in failure.message
    if failure.code == "ST201" and (case.id in raw or takes_any_body(case) or is_unread):
        # It judges the changed body anew, by a schema that knows no bytes, and takes any for a wrong one.
        write({"of_text": True})
        return False
    if failure.code == "ST201" and is_text(case) and "in body - violates `type`" in failure.message:
        write({"of_text": True})
        return False
    write({
        "call": case.operation.label,
        "status": response.status_code,
        "check": failure.code,
        "failure": f"{failure.title}: {failure.message}"[:1000],
        "curl": case.as_curl_command()[:2000],
    })
    return True


def write(line):
    with lock:
        answers.write(json.dumps(line, ensure_ascii=True) + "\n")
        answers.flush()
