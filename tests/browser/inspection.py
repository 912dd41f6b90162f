"""Looking a page over: accessibility, sideways scrolling, and what the browser complains about."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (320, 1280)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 800
NO_WORKER = "Service Worker registration blocked by Playwright"

RUN_AXE = """(rules) => axe.run({
  resultTypes: ["violations"], preload: false, ...(rules && { runOnly: { type: "rule", values: rules } }),
})"""
COLOURS = ["color-contrast", "link-in-text-block"]
"""What a theme can change: the other rules look at the same page, and would find the same again."""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const elements = [...document.body.querySelectorAll("*")];
  const wide = elements.filter((one) => one.getBoundingClientRect().right > room);
  return wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(" | ");
}"""
UNFOLD = """() => {
  // A change of theme would run down the page as transitions of inherited colours, a frame for each level.
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets.push(still);
  for (const one of document.querySelectorAll("main details:not(.sheet-menu)")) one.open = true;
}"""


class Inspector:
    """Looks at the pages of one browser context, and keeps what it finds in `findings`.

    `refused` is the status of an answer that the test provokes: the browser writes each to its console, some
    time after it came.
    """

    def __init__(self, page: Page, refused: int | None = None) -> None:
        self.page = page
        self.refusal = f"the server responded with a status of {refused}"
        self.findings: list[str] = []
        self.where = ""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("requestfailed", lambda request: self._note(f"{request.url}: {request.failure}"))

    def visit(self, path: str, status: int = 200) -> None:
        self.where = path
        response = self.page.goto(path)
        if response is None or response.status != status:
            self._note(f"answers {response.status if response else 'nothing'}")
        self.look(path)

    def look(self, where: str) -> None:
        """Inspect what is shown, at both widths, and at one of them in the dark theme too."""
        self.where = where
        self.page.evaluate(UNFOLD)
        self.page.evaluate(Axe().axe_script)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            wide = self.page.evaluate(TOO_WIDE)
            if wide:
                self._note(f"scrolls sideways at {width} px: {wide}")
            for theme in THEMES if width == WIDTHS[0] else THEMES[:1]:
                self.page.emulate_media(color_scheme=theme)
                rules = None if theme == THEMES[0] else COLOURS
                for violation in self.page.evaluate(RUN_AXE, rules)["violations"]:
                    self._note(f"{width} px, {theme}: {_described(violation)}")

    def report(self) -> None:
        """Fail with what was found."""
        assert not self.findings, "\n".join(self.findings)

    def _hear(self, message: Any) -> None:
        if message.type not in {"error", "warning"} or message.text == NO_WORKER:
            return
        if self.refusal not in message.text:
            self._note(f"console: {message.text}")

    def _note(self, text: str) -> None:
        self.findings.append(f"{self.where}: {text}")


def _described(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    shown = "; ".join(f"{node['html'][:120]} ({node['failureSummary']})" for node in nodes[:2])
    return f"{violation['id']} ×{len(nodes)}: {' '.join(shown.split())}"
