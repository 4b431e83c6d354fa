"""Takes the pictures of README and guides: a page as somebody of the cast sees it, small enough for a repository."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from pkh_sembako.accounts.models import User

WIDE, PHONE = 1440, 360
LARGEST = 150_000  # bytes of one picture
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Debian's chromium speaks English only: its date fields are shown as an Indonesian browser writes them.
INDONESIAN_DATES = """() => document.querySelectorAll("input[type=date]").forEach((field) => {
    const [year, month, day] = field.value.split("-");
    field.type = "text";
    field.value = year ? `${day}/${month}/${year}` : "";
    field.placeholder = "hh/bb/tttt";
})"""
TO_TOP = "(node) => window.scrollTo(0, node.getBoundingClientRect().top + window.scrollY - 12)"


@dataclass(frozen=True)
class Shot:
    """One picture: `height` px of the page, scrolled to `focus` (a CSS selector) after `act` was done to it."""

    name: str
    who: str | None
    url: str
    width: int = WIDE
    height: int = 900
    focus: str = ""
    act: Callable[[Page], None] | None = None


@dataclass
class Camera:
    """Keeps one browser window for each person and width; `wrong` is what a page should not have shown."""

    browser: Browser
    base: str
    cast: dict[str, User]
    folder: Path
    wrong: list[str] = field(default_factory=list)
    windows: dict[tuple[str | None, int], BrowserContext] = field(default_factory=dict)

    def take(self, shot: Shot) -> None:
        page = self._window(shot).new_page()
        page.set_viewport_size({"width": shot.width, "height": shot.height})
        answer = page.goto(self.base + shot.url)
        if answer is None or answer.status != 200:
            self.wrong.append(f"{shot.name}: {shot.url} answered {answer and answer.status}")
        if shot.act:
            shot.act(page)
        if shot.focus:
            page.locator(shot.focus).first.evaluate(TO_TOP)
        self._look(shot, page)
        page.evaluate(INDONESIAN_DATES)
        self.keep(shot.name, page.screenshot(animations="disabled"))
        page.close()

    def close(self) -> None:
        """An open window keeps a thread of the server, and that a connection to the database."""
        for window in self.windows.values():
            window.close()

    def keep(self, name: str, picture: bytes) -> None:
        """Store the PNG with 256 colours."""
        small = BytesIO()
        image = Image.open(BytesIO(picture)).convert("RGB")
        image.quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() > LARGEST:
            self.wrong.append(f"{name}: {small.tell()} bytes")
        (self.folder / f"{name}.png").write_bytes(small.getvalue())

    def _look(self, shot: Shot, page: Page) -> None:
        if (headings := page.locator("h1").count()) != 1:
            self.wrong.append(f"{shot.name}: {headings} h1")
        if wider := page.evaluate(OVERFLOW):
            self.wrong.append(f"{shot.name}: {wider} px too wide")

    def _window(self, shot: Shot) -> BrowserContext:
        key = (shot.who, shot.width)
        if key not in self.windows:
            self.windows[key] = self.browser.new_context(
                locale="id-ID", timezone_id="Asia/Jakarta", device_scale_factor=2 if shot.width == PHONE else 1
            )
            if shot.who:
                self.windows[key].add_cookies([self._session(self.cast[shot.who])])
        return self.windows[key]

    def _session(self, user: User) -> dict[str, str]:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.base}
