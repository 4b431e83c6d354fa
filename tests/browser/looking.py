"""What is looked at on every page: accessibility by axe, reflow at 320 px, and what the browser complains about."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page

AXE = (Path(settings.BASE_DIR) / "tests" / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: {type: "tag", values: tags}})).violations.map(
    (v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`)"""
# The widest things that stick out, to name them.
WIDE = """() => document.documentElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > 321 && !e.closest(".tabel-gulung, [tabindex='0']"))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
WIDTH = "() => document.documentElement.scrollWidth"
# The answer's own status (404, 422) is told as an error of the page itself.
OWN_STATUS = re.compile(r"Failed to load resource: the server responded with a status of 4(?:03|04|22)")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


@dataclass
class Looker:
    """Opens pages and keeps what is wrong, as "where: what"."""

    page: Page
    found: list[str] = field(default_factory=list)
    where: str = ""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._note(f"script error: {error}"))

    def _note(self, words: str) -> None:
        self.found.append(f"{self.where}: {words}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not OWN_STATUS.match(message.text):
            self._note(f"console: {message.text[:300]}")

    def open(self, url: str, where: str) -> None:
        self.where = where
        self.page.set_viewport_size(DESKTOP)
        self.page.goto(url)
        self.look()

    def look(self) -> None:
        """At the page as it stands: wide for axe, then as narrow as a page zoomed to 400 %."""
        self.page.set_viewport_size(DESKTOP)
        self.page.evaluate(AXE)
        for violation in self.page.evaluate(RUN, RULES):
            self._note(f"axe {violation}")
        self.page.set_viewport_size(PHONE)
        width = self.page.evaluate(WIDTH)
        if width > PHONE["width"]:
            self._note(f"{width} px wide: {self.page.evaluate(WIDE)}")
