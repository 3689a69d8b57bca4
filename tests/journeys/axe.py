"""What axe finds on the page that stands in a browser; its code is read into a page once."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ASK = "async asked => (await axe.run(document, asked)).violations"


def findings(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """Every violation with its first element, by all of axe's rules or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked: dict[str, list[str]] = {"resultTypes": ["violations"]}
    if only:
        asked["runOnly"] = list(only)
    found = page.evaluate(ASK, asked)
    return [f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
