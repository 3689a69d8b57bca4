"""10:12 and what follows: a hold, from twelve taps and a sentence without signal to the head's
signature."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Served
from tests.journeys.on_device import until, until_kept
from tests.journeys.test_offline import filed_with, ready, signal_is_back

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]


class Taps:
    """Taps a page as a thumb does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str, text: str = "") -> None:
        found = self.page.locator(selector, has_text=text) if text else self.page.locator(selector)
        found.first.click()
        self.count += 1


def test_a_hold_from_the_floor_to_the_signed_entry(demo_school: Served, open_as: OPEN) -> None:
    sam = open_as(demo_school.address, "sam", cut_off=True)
    address = hold_without_signal(sam, demo_school)
    complete_before_home(sam, address)
    khan = open_as(demo_school.address, "khan", size=DESK)
    give_own_account(khan, address)
    expect_as_it_stood(khan, address)
    ring_each_parent(sam, address)
    review(khan, address, "Behaviour manager")
    okafor = open_as(demo_school.address, "okafor", size=DESK)
    review(okafor, address, "Head")
    expect_signed(okafor, address)
    assert demo_school.handrail("verify")["breaks"] == []


SENTENCE = "He hit out and I held his arms."


def hold_without_signal(page: Page, school: Served) -> str:
    """Leo hits out, Sam and Mr Khan hold him: at most twelve taps and one sentence, kept on the
    phone, and filed once when the signal is back."""
    ready(page)
    page.context.set_offline(True)
    taps = Taps(page)
    taps.on(".dock .log")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    taps.on("[data-who] label", "Leo")
    taps.on("label.tileset", "Held or blocked")
    section = ".section[data-kind=hold]"
    taps.on("label.chipset:has(span:text-is('Force'))")
    taps.on(f"{section} label.chipset", "Hurt to somebody else")
    taps.on(f"{section} label.chipset", "Held standing")
    page.get_by_label("Somebody else: any part of a name").fill("Khan")
    taps.on("[data-found] label", "Khan")
    page.get_by_label("About how long, in minutes").fill("2")
    taps.on("label.chipset:has([name=hold-anybody_hurt][value=no])")
    page.get_by_label("What happened, in your words").fill(SENTENCE)
    look_twice(page)  # beyond the floor version, so not among its taps
    taps.on("[name=save]")
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    assert taps.count <= 12
    page.goto("/")
    expect(page.get_by_text("1 waiting")).to_be_visible()
    assert filed_with(school, SENTENCE) == 0
    signal_is_back(page)
    until(page, lambda: filed_with(school, SENTENCE) == 1)
    page.goto(f"/find/?q={SENTENCE.rstrip('.')}")
    page.locator("main a", has_text="held standing, about 2 minutes").first.click()
    expect(page.get_by_text("In the register")).to_be_visible()
    expect(page.get_by_text("Still to answer")).to_be_visible()
    for seen in ("Calm, at the window", "Asked for water"):
        expect(page.get_by_text(seen)).to_be_visible()
    return page.url


def look_twice(page: Page) -> None:
    """Without signal there is room for as many looks as there were."""
    page.locator("summary", has_text="each time somebody looked").click()
    looks = page.locator(".section[data-kind=hold] [data-row]")
    looks.first.get_by_label("At", exact=True).fill("10:13")
    looks.first.get_by_label("What was seen").fill("Calm, at the window")
    page.get_by_role("button", name="Another look").click()
    looks.nth(1).get_by_label("At", exact=True).fill("10:14")
    looks.nth(1).get_by_label("What was seen").fill("Asked for water")
    warned_on_the_phone(page)


def warned_on_the_phone(page: Page) -> None:
    """Had it been three quarters of an hour of seclusion, the phone would say by itself where a
    look is missing, at whatever time of the day."""
    chips = page.locator(".section[data-kind=hold] label.chipset")
    force = chips.filter(has=page.locator("span:text-is('Force')"))
    apart = chips.filter(has_text="Seclusion: kept alone")
    said = page.locator("[data-gap]", has_text="No look is written down from")
    expect(said).to_have_count(0)
    force.click()
    apart.click()
    page.get_by_label("About how long, in minutes").fill("45")
    expect(said).to_be_visible()
    page.get_by_label("About how long, in minutes").fill("2")
    apart.click()
    force.click()
    expect(said).to_be_hidden()


def complete_before_home(page: Page, address: str) -> None:
    """What was left open is answered; a technique and its adults are checked, and kept."""
    page.goto(address)
    page.get_by_role("link", name="Complete this record").click()
    page.locator("form[data-keep][data-ready=yes]").wait_for()
    for label in ("What led up to it", "Why it was necessary", "How it ended",
                  "What might have been done differently",
                  "Physical and medical check, and what was found"):  # fmt: skip
        page.get_by_label(label).fill(f"{label}: said in a sentence.")
    for chip in ("Gave space", "Told no", "Light: a guiding hand", "It was not planned",
                 "There was no plan", "None was in force", "Normal throughout", "Some distress",
                 "Neither", "In their own words", "Quiet time for the pupil"):  # fmt: skip
        page.locator("label.chipset", has_text=chip).first.click()
    page.get_by_label("For how long was that tried, in minutes").fill("4")
    part = page.locator("[data-row]").first
    part.get_by_label("Began").fill("10:12")
    part.get_by_label("Ended").fill("10:14")
    part.get_by_label("Technique or position").select_option(index=3)
    part.get_by_label("First adult").select_option(label="Sam Birch")
    part.get_by_label("Second adult").select_option(label="Mr Khan")
    for place, did in enumerate(("Held his left arm", "Held his right arm")):
        part.get_by_label("What they did").nth(place).fill(did)
    where = page.get_by_label("Where it happened")
    if where.count():  # in a lesson, the timetable knows
        where.select_option(index=1)
    add_a_part_without_signal(page)
    expect(page.locator("[data-will]").get_by_text("Worth knowing")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept. 1 question still to answer.")).to_be_visible()
    page.get_by_text("Write down Leo").click()
    page.get_by_label("In their words").fill("I wanted to go out.")
    page.get_by_role("button", name="Keep their account").click()
    expect(page.get_by_text("Kept, in their words.")).to_be_visible()
    expect(page.get_by_text("Still to answer")).to_have_count(0)
    expect(page.get_by_role("heading", name="As it stood then")).to_be_visible()
    expect(page.get_by_text("SEND code").first).to_be_visible()


def add_a_part_without_signal(page: Page) -> None:
    """One more row needs no signal, and is there again when the page is opened anew."""
    page.context.set_offline(True)
    page.get_by_role("button", name="Another part").click()
    second = page.locator("[data-row]").nth(1)
    said = {"Began": "10:14", "Ended": "10:15"}
    for label, moment in said.items():
        second.get_by_label(label).fill(moment)
    second.get_by_label("First adult").select_option(label="Sam Birch")
    second.get_by_label("What they did").first.fill("Walked beside him")
    second.get_by_label("Began").focus()  # what is left is kept at once
    until_kept(page, "10:15", "Walked beside him")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    for label, moment in said.items():
        expect(page.locator("[data-row]").nth(1).get_by_label(label)).to_have_value(moment)
    expect(page.locator("[data-row]").first.get_by_label("Began")).to_have_value("10:12")


def give_own_account(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Your own account").fill("I came from the corridor and took his left side.")
    page.get_by_role("button", name="Give my account").click()
    expect(page.get_by_text("Your account is kept.")).to_be_visible()
    expect(page.get_by_text("I came from the corridor and took his left side.")).to_be_visible()


def expect_as_it_stood(page: Page, address: str) -> None:
    """Leo's handling plan and the certificates of both adults, as they were."""
    page.goto(address)
    said = page.locator("#findings dl")
    for label in ("Handling plan: Leo", "Risk assessment: Leo", "Holding certificate: Sam Birch",
                  "Holding certificate: Mr Khan"):  # fmt: skip
        expect(said.locator("dt", has_text=label).first).to_be_visible()


def ring_each_parent(page: Page, address: str) -> None:
    """15:20: one call a parent, each its own row, each from the record."""
    told = page.locator("#actions > div", has_text=re.compile("^Tell .* what happened"))
    waiting = told.get_by_role("link", name="Log the contact")
    page.goto(address)
    for left in range(waiting.count(), 0, -1):
        page.goto(address)
        expect(waiting).to_have_count(left)
        waiting.first.click()
        expect(page.get_by_label("With whom")).not_to_have_value("")
        page.locator("#contact-words").fill("Told what happened and that he is fine.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def review(page: Page, address: str, whose: str) -> None:
    page.goto(address)
    asked = "Review the restrictive" if whose == "Behaviour manager" else "Sign the entry"
    page.locator("#actions > div", has_text=asked).get_by_role("link").first.click()
    warned = page.get_by_text("Mr Khan was in this hold")
    expect(warned).to_have_count(1 if whose == "Behaviour manager" else 0)
    page.locator("label.chipset", has_text=re.compile(f"^\\s*{whose}’s review")).click()
    for question in ("necessary", "proportionate", "least_restrictive", "followed_plan"):
        page.locator(f"label.chipset:has([name=hold_review-{question}][value=yes])").click()
    page.locator("label.chipset", has_text="Reviewed and signed").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def expect_signed(page: Page, address: str) -> None:
    """Numbers have no gap, so only who may read every entry is shown one: here the head."""
    page.goto(address)
    expect(page.get_by_text(re.compile(r"Entry \d+ of 20"))).to_be_visible()
    signed = page.locator("#actions > div", has_text="Sign the entry")
    expect(signed.get_by_text("Done")).to_be_visible()
