"""What the device in a browser keeps, asked of the program's own safe, and waited for."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

SECONDS = 90  # seconds; as patient as a machine that carries three lanes

# The modules that the page has loaded itself, under the names that they have there.
TOOLS = """const loaded = (name) => {
  const those = performance.getEntriesByType("resource").map((one) => one.name);
  const script = new RegExp(`/capture/${name}(\\\\.[0-9a-f]+)?\\\\.js$`);
  return import(those.find((one) => script.test(one)));
};
"""
SAID = f"""async (name) => {{ {TOOLS}
  const {{ person, key }} = document.documentElement.dataset;
  try {{
    const tools = await loaded("safe"), form = document.querySelector("form[data-keep]");
    const held = key ? null : await (await loaded("worker_memory")).tellWorker({{ ask: "held" }});
    const safe = await (key ? tools.openWithSignIn(person, key) : tools.openWithHeld(held));
    return JSON.stringify(await tools.kept(safe, name || form?.dataset.keep || "draft")) ?? "";
  }} catch {{ return ""; }} // not there yet
}}"""
WAITING = f"""async () => {{ {TOOLS}
  try {{ return (await (await loaded("outbox")).waiting()).length; }} catch {{ return -1; }}
}}"""
PINS = f"""async () => {{ {TOOLS}
  try {{ return (await (await loaded("safe")).peopleWithPin()).length; }} catch {{ return 0; }}
}}"""

# A page that was on its way while the worker woke is not its own, but the next one is.
AWAKE = """async () =>
  (await navigator.serviceWorker.getRegistration())?.active?.state === "activated"
"""

# Whether the worker has the key in its memory that the page for no signal opens with.
HELD = """async () => {
  const worker = (await navigator.serviceWorker.getRegistration())?.active;
  if (!worker) return false;
  return new Promise((done) => {
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => done(Boolean(data));
    worker.postMessage({ ask: "held" }, [line.port2]);
  });
}"""

KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("handrail");
  asked.onupgradeneeded = () => asked.transaction.abort(); // it is the program's to make
  asked.onerror = () => done(false);
  asked.onsuccess = () => {
    const database = asked.result;
    const answer = (found) => { database.close(); done(found); };
    if (!database.objectStoreNames.contains("kept")) return answer(false);
    const rows = database.transaction("kept").objectStore("kept").getAllKeys();
    rows.onsuccess = () => answer(rows.result.some(([, name]) => name === "copy"));
  };
})"""


def until(page: Page, true: Callable[[], Any]) -> None:
    """Wait for what no page says; the browser goes on meanwhile."""
    for _ in range(SECONDS * 4):
        if true():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"It did not come about in {SECONDS} seconds.")


def until_kept(page: Page, *words: str, name: str = "") -> None:
    """Until these words are on the disk: in the draft of the page's form, or under that name."""

    def there() -> bool:
        said = page.evaluate(SAID, name)
        return all(word in said for word in words)

    until(page, there)


def until_sent(page: Page) -> None:
    """Until nothing waits on this device any more."""
    until(page, lambda: page.evaluate(WAITING) == 0)


def until_pin_learnt(page: Page) -> None:
    until(page, lambda: page.evaluate(PINS) > 0)
