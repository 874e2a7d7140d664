"""The page of a region opens in a real browser, steps, and asks no other host for anything."""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = [
    name for name in ("solara", "solara_assets", "altair", "websocket") if importlib.util.find_spec(name) is None
]
LONGEST = 120
"""Seconds until a page, a browser or a figure must be there."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; pip install 'araxes[viz]'"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on the path"),
]
STEPS = "(document.body ? document.body.innerText : '').match(/Step: (\\d+)/)?.[1]"
FIGURES = "[...document.querySelectorAll('img')].filter(one => one.naturalWidth > 200).length"
CLICK = "[...document.querySelectorAll('button')].find(one => one.innerText.trim() === 'STEP').click()"


def wait_until(look, what):
    """Return what a look gives as soon as it gives something."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.3)
    raise AssertionError(f"no {what} within {LONGEST} s")


@pytest.fixture(scope="module")
def address():
    """The address of a server of the page, on this machine alone and without telemetry."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    told = {"SOLARA_APP": str(ROOT / "examples" / "region_page.py"), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false"}
    server = subprocess.Popen(
        [*command, "solara.server.starlette:app"], env={**os.environ, **told, "MPLBACKEND": "Agg"}, cwd=ROOT
    )

    def answers():
        assert server.poll() is None, "the server has ended"
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=LONGEST).status == 200
        except urllib.error.URLError:
            return False

    try:
        wait_until(answers, "page")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(LONGEST)


class Tab:
    """A tab of a browser: what is called in it by Chromium's own protocol, and what it tells meanwhile."""

    def __init__(self, port):
        import websocket

        tabs = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=LONGEST))
        place = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
        self.socket, self.number, self.events = websocket.create_connection(place, timeout=LONGEST), 0, []
        for part in ("Network", "Page", "Runtime", "Log"):
            self.call(f"{part}.enable")

    def call(self, method, **options):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": options}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("id") == self.number:
                assert "error" not in said, said
                return said["result"]
            self.events.append(said)

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def told(self, method):
        return [event["params"] for event in self.events if event.get("method") == method]


@pytest.fixture
def tab(tmp_path):
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1300,900",
        "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={tmp_path}",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank",
    ]  # fmt: skip
    browser = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        found = next(filter(None, (re.search(r"ws://127\.0\.0\.1:(\d+)/", line) for line in browser.stderr)))
        yield Tab(found[1])
    finally:
        browser.terminate()
        browser.communicate(timeout=LONGEST)


def test_the_page_of_a_region_opens_and_steps_offline(tab, address):
    tab.call("Page.navigate", url=address)
    assert wait_until(lambda: tab.value(STEPS), "controls") == "0"
    assert wait_until(lambda: tab.value(FIGURES), "figure")
    tab.value(CLICK)
    assert wait_until(lambda: tab.value(STEPS) == "1", "first step")
    time.sleep(2)  # what comes late
    tab.value("1")
    asked = [event["request"]["url"] for event in tab.told("Network.requestWillBeSent")]
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert tab.told("Runtime.exceptionThrown") == []
    failed = [event for event in tab.told("Network.loadingFailed") if not event.get("canceled")]
    assert failed == []
    assert [event["args"] for event in tab.told("Runtime.consoleAPICalled") if event["type"] == "error"] == []
    assert [event["entry"] for event in tab.told("Log.entryAdded") if event["entry"]["level"] == "error"] == []
    assert tab.value("document.body.innerText.includes('Traceback')") is False
