"""Making a page with furniture around and inside a story, as text or as HTML, from a seed.

A unit is one line of the page: of the story, or of furniture. The title is neither.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from evals.furniture.kinds import Kind
from evals.furniture.stories import Story

SITES = ("The Marlow Herald", "Northern Post", "Kestrel Today", "Daily Beacon", "Vestnik Daily", "Ashford Tribune")
NAMES = ("Mary Quill", "Ivan Petrov", "Jonas Halvorsen", "Aisha Rahman", "Claire Dupont", "Tom Okafor", "Lena Fuchs")
TOPICS = ("Politics", "Health", "Middle East", "Climate", "Economy", "Elections", "Railways", "Football")
CITIES = ("London", "Astana", "Paris", "Marlow", "Berlin", "Nairobi", "Almaty", "Chicago")
HEADLINES = (
    "Sugar prices fall for third week",
    "Mayor resigns after report on school roof",
    "What we know about the storm heading for the coast",
    "Airline Cancels Hundreds Of Flights Over Strike",
    "How a village saved its last bakery",
    "Police Detain Two After Museum Theft",
    "Is it time to swap your boiler?",
    "Scientists find new species of frog in city park",
    "Government makes changes to cabinet",
    "'I lost everything': survivors of the fire speak",
    "Bank Raises Rates To 4.5 Percent",
    "Ten books for a long winter",
    "Spill from tanker closes river to fishing",
    "Debate over clock change returns to parliament",
    "Why your bills will rise in April",
    "Opposition Leader Visits Flooded Region",
    "Court rules against tram company",
    "The quiet return of the night train",
    "Marathon winner banned for two years",
    "Объявлены победители конкурса",
    "Neue Brücke wird teurer als geplant",
)
TEASERS = (
    "Officials said the numbers were the lowest since records began.",
    "The company has promised an answer by Friday.",
    "A look at the people behind the plan.",
)
MONTHS = "January February March April May June July August September October November December".split()
WRAPPERS = {  # how well-kept sites mark a kind up; the others use a bare div
    "menu": 'nav class="main-menu"',
    "breadcrumb": 'nav class="breadcrumbs"',
    "share bar": 'div class="social-share"',
    "social counts": 'div class="share-count"',
    "advert": 'div class="ad-slot"',
    "newsletter": 'aside class="newsletter-signup"',
    "cookie notice": 'div id="cookie-banner" role="dialog"',
    "comments": 'section id="comments"',
    "related": 'aside class="related-articles"',
    "tags": 'ul class="tags"',
    "author bio": 'div class="author-box"',
    "copyright": 'footer class="copyright"',
    "legal links": 'footer class="footer-links"',
    "most read": 'aside class="sidebar most-read"',
    "site search": 'form class="search-form"',
    "photo credit": 'figcaption class="credit"',
    "timestamps": 'div class="meta date"',
    "byline": 'div class="byline author"',
}


@dataclass(frozen=True)
class Page:
    """A made-up page: what a reader gets, and what of it is story and what furniture."""

    content: str
    title: str
    story: tuple[str, ...]
    furniture: tuple[tuple[str, str], ...]  # the kind and the line, in order


@dataclass(frozen=True)
class _Block:
    kind: str  # of furniture; "" for the story's own
    lines: tuple[str, ...]


def text_page(story: Story, kinds: Sequence[Kind], seed: int | str) -> Page:
    """A page saved as text: title, story and furniture line by line, parted in one of several ways."""
    chance = random.Random(seed)
    blocks = _blocks(story, kinds, chance)
    paragraphs = chance.choice(["\n\n", "\n\n", "\n\n", "\n"])  # between the story's lines, and around blocks
    content = ""
    for block in blocks:
        joint = paragraphs if not block.kind else chance.choice(["\n", "\n", "\n\n", "\n \n"])
        after = [paragraphs, paragraphs, "\n\n\n", "\n"] if block.kind else [paragraphs, paragraphs, "\n\n\n"]
        content += joint.join(block.lines) + chance.choice(after)
    return _page(content, story, blocks)


def html_page(story: Story, kinds: Sequence[Kind], seed: int | str) -> Page:
    """A page of HTML, marked up well, in bare divs, or all in one flat column."""
    chance = random.Random(seed)
    blocks = _blocks(story, kinds, chance)
    style = chance.choice(["kept", "divs", "flat"])
    body: list[str] = []
    opened = False
    for index, block in enumerate(blocks):
        first = not block.kind and not opened
        last = not any(not later.kind for later in blocks[index:])
        if first:
            body.append({"kept": "<main><article>", "divs": '<div class="content">', "flat": ""}[style])
            opened = True
        if last and opened:
            body.append({"kept": "</article></main>", "divs": "</div>", "flat": ""}[style])
            opened = False
        body.append(_furniture(block, style, chance) if block.kind else _story(block, story, chance))
    head = f"<title>{escape(story.title)}</title>"
    content = f"<!DOCTYPE html><html><head>{head}</head><body>{''.join(body)}</body></html>"
    return _page(content, story, blocks)


def _page(content: str, story: Story, blocks: Sequence[_Block]) -> Page:
    furniture = tuple((block.kind, line) for block in blocks if block.kind for line in block.lines)
    return Page(content, story.title, story.lines, furniture)


def _blocks(story: Story, kinds: Sequence[Kind], chance: random.Random) -> list[_Block]:
    """The page's blocks in order."""
    site = chance.choice(SITES)

    def some(place: str, least: int, most: int) -> list[_Block]:
        fitting = [kind for kind in kinds if place in kind.places]
        drawn = chance.sample(fitting, min(len(fitting), chance.randint(least, most)))
        return [_Block(kind.name, _lines(chance.choice(kind.wordings), site, chance)) for kind in drawn]

    blocks = [*some("top", 1, 4), _Block("", (story.title,)), *some("head", 0, 3)]
    inside = some("inside", 0, 4)
    gaps = sorted(chance.sample(range(1, len(story.lines)), min(len(inside), len(story.lines) - 1)))
    start = 0
    for gap, block in zip(gaps, inside, strict=False):
        blocks += [_Block("", story.lines[start:gap]), block]
        start = gap
    return [*blocks, _Block("", story.lines[start:]), *some("end", 1, 6)]


def _lines(wording: str, site: str, chance: random.Random) -> tuple[str, ...]:
    lines: list[str] = []
    for line in wording.split("\n"):
        times = 1
        if line.startswith("*"):
            span, _, line = line[1:].partition(" ")
            low, _, high = span.partition("-")
            times = chance.randint(int(low), int(high))
        lines += [_fill(line, site, chance) for _ in range(times)]
    return tuple(lines)


def _fill(line: str, site: str, chance: random.Random) -> str:
    day = date(2012, 1, 1) + timedelta(days=chance.randrange(4_000))
    slots: dict[str, Callable[[], str]] = {
        "site": lambda: site,
        "name": lambda: chance.choice(NAMES),
        "topic": lambda: chance.choice(TOPICS),
        "city": lambda: chance.choice(CITIES),
        "headline": lambda: chance.choice(HEADLINES),
        "teaser": lambda: chance.choice(TEASERS),
        "handle": lambda: chance.choice(NAMES).split()[1].lower() + "news",
        "date": lambda: chance.choice(
            [f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{MONTHS[day.month - 1]} {day.day}, {day.year}"]
        ),
        "weekday": lambda: day.strftime("%A"),
        "clock": lambda: f"{chance.randrange(24):02}:{chance.randrange(60):02}",
        "mm": lambda: f"{chance.randrange(10):02}",
        "ss": lambda: f"{chance.randrange(60):02}",
        "price": lambda: f"{chance.randrange(1, 600)}.{chance.randrange(100):02}",
        "t": lambda: str(chance.randrange(2, 40)),
        "n": lambda: str(chance.randrange(2, 9_000)),
    }
    for name, make in slots.items():
        while f"{{{name}}}" in line:
            line = line.replace(f"{{{name}}}", make(), 1)
    return line


def _story(block: _Block, story: Story, chance: random.Random) -> str:
    made = []
    for line in block.lines:
        if line == story.title:
            made.append(f"<h1>{escape(line)}</h1>")
        elif len(line) < 60 and line[-1] not in '.!?:"”»' and line[0].isalnum():
            made.append(chance.choice(["<h2>{}</h2>", "<p><strong>{}</strong></p>", "<p>{}</p>"]).format(escape(line)))
        else:
            made.append(f"<p>{escape(line)}</p>")
    return "\n".join(made)


def _furniture(block: _Block, style: str, chance: random.Random) -> str:
    bare = chance.choice(["div", 'div class="b-x7"', "section"])
    wrapper = WRAPPERS.get(block.kind, "div") if style == "kept" else bare
    short = [len(line.split()) <= 12 and line[-1] not in ".!?" for line in block.lines]
    items = [
        f'<a href="/p/{chance.randrange(999)}">{escape(line)}</a>' if link and chance.random() < 0.7 else escape(line)
        for line, link in zip(block.lines, short, strict=True)
    ]
    form = chance.choice(["list", "plain", "paragraphs", "buttons"])
    if form == "list" and len(items) > 1:
        inner = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    elif form == "buttons":
        inner = "".join(f"<div><span>{item}</span></div>" for item in items)
    else:
        inner = "".join(f"<p>{item}</p>" for item in items)
    if style == "flat" and form == "paragraphs":
        return inner
    return f"<{wrapper}>{inner}</{wrapper.split()[0]}>"
