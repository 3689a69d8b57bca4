"""Draws the pictures of a hold: the sheet, the whole record, the register, a plan, the report."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

SignedIn = Callable[[str, tuple[int, int]], Page]
Shot = Callable[..., Image.Image]
PHONE, DESK, DOTS = (390, 844), (1280, 900), 76


def hold_pictures(signed_in: SignedIn, shot: Shot) -> dict[str, tuple[Image.Image, ...]]:
    """By name, what stands side by side in each; the signed-in pages are the caller's."""
    sam, okafor = signed_in("sam", PHONE), signed_in("okafor", DESK)
    captured = shot(sam, "/log/", _begin), shot(sam, None, _choose)
    plan = shot(sam, _plan_of_leo(sam))
    register = shot(okafor, "/school/registers/hold/")
    report = _report(okafor)
    khan = signed_in("khan", PHONE)
    khan.goto("/find/?kind=hold")
    khan.locator("h3 a, main .record a", has_text="guided away").first.click()
    khan.get_by_role("link", name="Complete this record").click()
    whole = shot(khan, None), shot(khan, None, _part)
    named = {"hold": (*captured, *whole), "hold-plan": (plan,), "hold-register": (register,)}
    return {**named, "hold-governors": report} if report else named


def _begin(page: Page) -> None:
    page.locator("[data-who] label", has_text="Leo").first.click()
    page.locator("label.tileset", has_text="Held or blocked").first.click()


def _choose(page: Page) -> None:
    section = page.locator(".section[data-kind=hold]")
    for chip in ("Force", "Hurt to somebody else", "Held standing"):
        section.locator("label.chipset", has_text=chip).first.click()
    section.get_by_label("About how long, in minutes").fill("2")
    section.locator("label.chipset", has_text="Held standing").first.evaluate(
        "at => window.scrollTo(0, at.getBoundingClientRect().top + scrollY - 420)"
    )


def _part(page: Page) -> None:
    """The part is begun, so that what is worth knowing of the technique shows beside it."""
    part = page.locator("[data-row]").first
    part.get_by_label("Began").fill("12:53")
    part.get_by_label("Ended").fill("12:55")
    part.get_by_label("Technique or position").select_option(index=3)
    part.evaluate("at => window.scrollTo(0, at.getBoundingClientRect().top + scrollY - 80)")


def _plan_of_leo(page: Page) -> str:
    page.goto("/pupils/?q=leo+tur")
    page.locator('main a[href^="/pupils/0"]').first.click()
    page.wait_for_load_state()
    return page.url.partition("?")[0] + "plan/"


def _report(page: Page) -> tuple[Image.Image, ...]:
    """Both pages of the governors' report; none where poppler's pdftoppm is not installed."""
    if not (draws := shutil.which("pdftoppm")):
        print("No picture of the governors' report: install poppler-utils.", file=sys.stderr)
        return ()
    page.goto("/school/patterns/?kind=hold")
    page.get_by_role("button", name="Governors’ report").click()
    page.wait_for_url("**/reports/*/")
    answer = page.context.request.get(f"{page.url}file/")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        file.write_bytes(answer.body())
        subprocess.run([draws, "-r", str(DOTS), "-png", file, f"{folder}/page"], check=True)
        files = sorted(Path(folder).glob("page*.png"))
        return tuple(Image.open(BytesIO(one.read_bytes())).convert("RGB") for one in files)
