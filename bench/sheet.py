"""The sheet in the hand: weight, requests and largest paint on slow 4G with a slow processor."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.tables import table

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What Lighthouse calls slow 4G: 1.6 Mbit/s down, 0.75 up, 150 ms there and back.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  done(list.getEntries().at(-1).startTime);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""
# What was asked for until the page had loaded, by the browser's own clock: the page's scripts ask
# for more from its load event on, and on a quick machine that is there before we hear of the event.
FIRST_VIEW = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const asked = performance.getEntriesByType("resource");
  const first = [page, ...asked.filter(({ startTime }) => startTime < page.loadEventStart)];
  return [first.length, first.reduce((sum, { transferSize }) => sum + transferSize, 0)];
}"""
RUNS = 7
AFTERWARDS = 3_000  # ms


@contextmanager
def served_demo(home: str = "") -> Iterator[str]:
    """The small made-up school, served as `script/demo --small` does, in a home of its own."""
    with tempfile.TemporaryDirectory() as made, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        server = subprocess.Popen(
            [sys.executable, "-m", "handrail.cli.main", "demo", "--small", "--port", port],
            env={**os.environ, "HANDRAIL_HOME": home or made},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(f"http://localhost:{port}")
            yield f"http://localhost:{port}"
        finally:
            os.killpg(server.pid, 15)
            server.wait(10)


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/healthy", timeout=2)
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The made-up school did not answer within a minute.")


def sign_in(page: Page, username: str) -> None:
    """By the page, with the code of the demonstration where one is asked for."""
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(username)
    page.get_by_label("Password").fill("spring-lane-demo")
    page.get_by_role("button", name="Sign in").click()
    if page.url.endswith("/sign-in/code/"):
        page.get_by_label("Code").fill(page.locator("[data-demo-code]").inner_text())
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def main() -> None:
    """Open the sheet cold several times and print the table."""
    with served_demo() as address, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        # Without a service worker: it would answer everything from the device, and a first view
        # is one that nothing has been kept for.
        size = {"width": 390, "height": 844}
        first = browser.new_context(base_url=address)
        sign_in(first.new_page(), "sam")
        kept = first.storage_state()
        # A browser of its own for each: else the font stays in memory, whatever is switched off.
        runs = []
        for _ in range(RUNS):
            context = browser.new_context(
                viewport=size, base_url=address, service_workers="block", storage_state=kept
            )
            runs.append(_open_cold(context.new_page()))
            context.close()
        browser.close()
    paints, weights, counts, later = zip(*runs, strict=True)
    rows = [
        ["requests", f"{max(counts)}", "5"],
        ["bytes over the wire", f"{max(weights):,.0f}", "100,000"],
        ["largest paint, median", f"{median(paints):,.0f} ms", "1,500 ms"],
        ["largest paint, slowest", f"{max(paints):,.0f} ms", ""],
        ["bytes, with what is asked for in 3 s after it", f"{max(later):,.0f}", ""],
    ]
    print(table(["first view of the sheet, slow 4G, processor 4x slower", "figure", "aim"], rows))


def _open_cold(page: Page) -> tuple[float, float, int, float]:
    """One cold opening: largest paint in ms, bytes and number of what was asked for until it has
    loaded and can be used (the font may come a little later); and bytes with what its script asks
    for in the seconds after (the safe, the copy for no signal, the tab's icon)."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    page.goto("/log/", wait_until="load")
    page.wait_for_timeout(AFTERWARDS)
    count, weight = page.evaluate(FIRST_VIEW)
    paint = float(page.evaluate(PAINT))
    session.detach()
    return paint, weight, count, sum(weights)


if __name__ == "__main__":
    main()
