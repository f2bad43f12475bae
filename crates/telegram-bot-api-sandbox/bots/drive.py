"""Acts as a person towards the bot that is connected to the sandbox, and prints what both said.

Usage: drive.py SANDBOX_URL. Ends with 1 if an answer does not come.
"""

import json
import sys
import time
import urllib.request

ROOT = sys.argv[1].rstrip("/")


def control(method: str, path: str, body=None):
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ROOT}/sandbox/{path}", data, method=method)
    request.add_header("Content-Type", "application/octet-stream" if isinstance(body, bytes) else "application/json")
    return json.load(urllib.request.urlopen(request, timeout=60))


def say(**fields) -> dict:
    return control("POST", "messages", {"from": person, "chat": person, **fields})["message"]


position = control("GET", "events?timeout=0")["next"]


def wait_for(what: str, test, seconds: int = 60) -> dict:
    """The next event for which the test is true; prints what is new on the way."""
    global position
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page = control("GET", f"events?after={position}&timeout=5")
        for event in page["events"]:
            position = event["seq"]
            show(event)
            if test(event):
                return event
    print(f"  !! not seen: {what}")
    sys.exit(1)


def show(event: dict) -> None:
    if event["kind"] == "call" and not event["ok"]:
        print(f"  !! {event['method']}: {event['description']}")
    if event["kind"] in ("message", "edit"):
        message = event["message"]
        who = "bot" if message["from"]["is_bot"] else "Ann"
        said = message.get("text") or message.get("caption") or f"[{message.get('document', {}).get('file_name', '?')}]"
        formats = " ".join(sorted({entity["type"] for entity in message.get("entities", [])}))
        buttons = [key["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for key in row]
        replies = message.get("sandbox", {}).get("reply_markup", {}).get("keyboard", [])
        buttons += [key if isinstance(key, str) else key["text"] for row in replies for key in row]
        notes = "".join([f"  ({formats})" if formats else "", f"  {buttons}" if buttons else ""])
        print(f"  {who:>3}{' (edit)' if event['kind'] == 'edit' else ''}: {said}{notes}")
    if event["kind"] == "callback_answer":
        print(f"  bot, as a notification: {event['text']}")


def from_bot(event: dict, text: str) -> bool:
    message = event.get("message", {})
    return event["kind"] == "message" and message["from"]["is_bot"] and text in message.get("text", "")


# The event may have been before this program began to look.
end = time.monotonic() + 120
while not control("GET", "bot")["connected"]:
    if time.monotonic() > end:
        print("  !! the bot does not ask for updates")
        sys.exit(1)
    time.sleep(0.2)
person = control("POST", "users", {"first_name": "Ann", "language_code": "en"})["id"]
say(text="/start")
greeting = wait_for("the greeting", lambda event: from_bot(event, "Hello"))["message"]
press = {"from": person, "chat": person, "message_id": greeting["message_id"], "data": "1"}
control("POST", "presses", press)
wait_for("the answer to the button", lambda event: event["kind"] == "callback_answer")
say(text="menu")
wait_for("the menu", lambda event: from_bot(event, "Yes or no?"))
say(text="an echo, please")
wait_for("the echo", lambda event: from_bot(event, "an echo, please"))
file_id = control("POST", "files?name=notes.txt", b"seven b")["file_id"]
say(attachment={"kind": "document", "file_id": file_id})
wait_for("the size of the file", lambda event: from_bot(event, "7 bytes"))
print("  all as expected")
