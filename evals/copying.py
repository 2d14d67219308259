"""Light edits that leave a near-copy of an article, and articles that are like another one and are none of it.

Each kind is a function of an article's text (or of nothing, for reports made by a form) and a random generator. Half
of the kinds were looked at while the limits of `vectorstore.near_copies` were chosen; the other half were held out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Edit = Callable[[str, Sequence[str], Random], str]  # text, the paragraphs of other articles, random → text

_CITIES = ("LONDON", "WASHINGTON", "PARIS", "NEW DELHI", "GENEVA", "LAGOS", "BUENOS AIRES")
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_AGENCIES = ("Reuters", "AP", "AFP", "dpa", "Xinhua", "PA Media")
_CREDITS = (
    "Reporting by {a} and {b}; editing by {c}.",
    "This story was first published by {agency}. All rights reserved.",
    "{agency} journalists {a} in Nairobi and {b} in Madrid contributed to this report.",
    "The {agency} contributed to this story. {c} can be reached by e-mail.",
)
_PEOPLE = ("Ana Ruiz", "Tom Baker", "Li Wen", "Olga Petrova", "Samuel Adeyemi", "Kirsten Holm", "Hana Novak")
_WORDS = {
    "said": "told reporters",
    "people": "persons",
    "about": "around",
    "more than": "over",
    "according to": "as stated by",
    "show": "indicate",
    "big": "large",
    "help": "assist",
    "began": "started",
    "because": "since",
    "however": "but",
    "also": "too",
    "many": "numerous",
    "children": "kids",
    "but": "yet",
    "will": "is going to",
    "new": "fresh",
    "while": "as",
    "after": "following",
    "before": "prior to",
    "must": "has to",
    "during": "throughout",
    "several": "various",
}
_SPELLINGS = (
    ("ize", "ise"),
    ("izing", "ising"),
    ("ization", "isation"),
    ("color", "colour"),
    ("center", "centre"),
    ("labor", "labour"),
    ("favor", "favour"),
    (" percent", "%"),
    ("President ", "Pres. "),
)
_ABOUT = (
    "Sign up for our daily newsletter and get the stories that matter in your inbox every morning.",
    "Follow us on social media for the latest news, pictures and videos from around the world.",
    "We use cookies and other technologies to make this site work; read how in our privacy notice.",
    "This newspaper is an independent member of the press council and follows its code of practice.",
    "Do you have a story for us? Write to the newsroom, or leave a message for our reporters at any time.",
    "Our journalism is paid for by readers. Consider a subscription if you value what you have just read.",
)


def dateline(text: str, others: Sequence[str], random: Random) -> str:
    """A dateline of an agency in front."""
    month, day = random.choice(_MONTHS), random.randint(1, 28)
    return f"{random.choice(_CITIES)}, {month} {day} ({random.choice(_AGENCIES)}) - {text}"


def credit(text: str, others: Sequence[str], random: Random) -> str:
    """A line behind that says who wrote it."""
    a, b, c = random.sample(_PEOPLE, 3)
    return f"{text}\n\n{random.choice(_CREDITS).format(a=a, b=b, c=c, agency=random.choice(_AGENCIES))}"


def words_changed(text: str, others: Sequence[str], random: Random) -> str:
    """One word in fifty changed for one that means the same, or nearly."""
    left = max(1, len(text.split()) // 50)
    places = [match for old in _WORDS for match in re.finditer(rf"\b{old}\b", text)]
    random.shuffle(places)
    for match in sorted(places[:left], key=lambda item: -item.start()):
        text = text[: match.start()] + _WORDS[match[0]] + text[match.end() :]
    return text


def paragraph_cut(text: str, others: Sequence[str], random: Random) -> str:
    """One of the paragraphs left out; of a text with few, the last sentence."""
    paragraphs = text.split("\n\n")
    at = random.randrange(1, len(paragraphs)) if len(paragraphs) > 3 else None
    if at is None or len(paragraphs[at].split()) > len(text.split()) / 5:
        return end_cut(text, others, random)
    return "\n\n".join(paragraphs[:at] + paragraphs[at + 1 :])


def paragraph_added(text: str, others: Sequence[str], random: Random) -> str:
    """A paragraph of another article put in, of at most a sixth of the text."""
    most = len(text.split()) / 6
    fitting = [
        paragraph for paragraph in random.sample(others, min(200, len(others))) if 10 <= len(paragraph.split()) <= most
    ]
    paragraphs = text.split("\n\n")
    paragraphs.insert(random.randint(1, len(paragraphs)), (fitting or [" ".join(_ABOUT[0].split()[:10])])[0])
    return "\n\n".join(paragraphs)


def end_cut(text: str, others: Sequence[str], random: Random) -> str:
    """The last tenth to fifth left out, up to the end of a sentence: it had to fit the page."""
    end = int(len(text) * random.uniform(0.8, 0.9))
    stop = max(text.rfind(". ", 0, end), text.rfind(".\n", 0, end))
    return text[: stop + 1] if stop > len(text) * 0.75 else text[:end].rsplit(" ", 1)[0]


def respelled(text: str, others: Sequence[str], random: Random) -> str:
    """Spelt as in another country, with other quotation marks and dashes, and no empty lines."""
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    return text.replace('"', "”").replace("'", "’").replace("--", "–").replace("\n\n", "\n")


def reordered(text: str, others: Sequence[str], random: Random) -> str:
    """One paragraph, though not the first, put in another place."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) > 2:
        old, new = random.sample(range(1, len(paragraphs)), 2)
        paragraphs.insert(new, paragraphs.pop(old))
    return "\n\n".join(paragraphs)


def several(text: str, others: Sequence[str], random: Random) -> str:
    """A dateline, a credit, words changed and a paragraph cut or added, all at once."""
    other = random.choice((paragraph_cut, paragraph_added))
    for edit in (words_changed, other, dateline, credit):
        text = edit(text, others, random)
    return text


def same_furniture(text: str, others: Sequence[str], random: Random) -> str:
    """An article in the words that its outlet puts around each of its own: all of this kind have them."""
    return "\n\n".join([_ABOUT[0], _unlike(text, others, random), *_ABOUT[1:]])


def half_new(text: str, others: Sequence[str], random: Random) -> str:
    """The story a day later: its first half kept, the rest told anew."""
    words = text[: len(text) // 2].rsplit(" ", 1)[0]
    return f"{words}\n\n{_unlike(text[len(text) // 2 :], others, random)}"


def as_much_again(text: str, others: Sequence[str], random: Random) -> str:
    """The story a day later: all of it kept, and as much again put in front."""
    return f"{_unlike(text, others, random)}\n\n{text}"


def other_figures(text: str, others: Sequence[str], random: Random) -> str:
    """The same words with other figures: what a form makes of other data."""
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + random.randint(1, 9)) % 10), text)


def _unlike(text: str, others: Sequence[str], random: Random) -> str:
    """About as many words as the text has, from other articles."""
    words, told = len(text.split()), list[str]()
    while words > 0:
        told.append(random.choice(others))
        words -= len(told[-1].split())
    return "\n\n".join(told)


def weather(random: Random) -> str:
    """A weather report, as a form makes one each day."""
    n = random.randint
    return (
        f"The morning begins with {n(-5, 19)} degrees in the north and {n(0, 24)} degrees in the south. In the course "
        f"of the day temperatures rise to {n(10, 35)} degrees in the lowlands and {n(2, 20)} degrees above 1000 metres."
        f"\n\nWinds from the west reach {n(5, 60)} kilometres an hour on the coast, with gusts of up to {n(40, 110)}. "
        f"The chance of rain is {n(0, 100)} percent in the morning and {n(0, 100)} percent in the evening; up to "
        f"{n(0, 40)} millimetres may fall.\n\nThe sun rises at {n(5, 8)}:{n(10, 59)} and sets at {n(16, 21)}:"
        f"{n(10, 59)}. The outlook for the following days: {n(5, 30)}, {n(5, 30)} and {n(5, 30)} degrees. The weather "
        "service will publish its next report at noon."
    )


def markets(random: Random) -> str:
    """The close of the stock market, as a form makes one each day."""
    n = random.randint

    def moved(name: str, low: int, high: int) -> str:
        return (
            f"The {name} {random.choice(('rose', 'fell'))} {n(1, 400)}.{n(10, 99)} points, or "
            f"{n(0, 3)}.{n(10, 99)} percent, to {n(low, high):,}.{n(10, 99)}."
        )

    return (
        f"Stocks closed {random.choice(('higher', 'lower', 'mixed'))} on the New York Stock Exchange. "
        f"{moved('Dow Jones Industrial Average', 28_000, 36_000)} {moved('S&P 500', 3_500, 4_800)} "
        f"{moved('Nasdaq Composite', 10_000, 16_000)}\n\nAdvancing issues outnumbered declining ones by a ratio of "
        f"{n(1, 4)}.{n(10, 99)} to 1. Volume on the exchanges was {n(8, 14)}.{n(10, 99)} billion shares, compared "
        f"with an average of {n(8, 14)}.{n(10, 99)} billion over the last 20 trading days.\n\nThe yield on the 10-year "
        f"Treasury note was {n(1, 4)}.{n(100, 999)} percent. Oil settled at ${n(60, 120)}.{n(10, 99)} a barrel, gold "
        f"at ${n(1_600, 2_000):,} an ounce. The euro was worth ${n(0, 1)}.{n(9_000, 9_999)}."
    )


def match(random: Random) -> str:
    """A football result, as a form makes one for each match."""
    n = random.randint
    home, away = random.sample(("United", "Rovers", "Athletic", "Wanderers", "Albion", "Town", "County"), 2)
    scorer, other = random.sample(_PEOPLE, 2)
    return (
        f"{home} beat {away} {n(2, 5)}-{n(0, 1)} before a crowd of {n(3_000, 60_000):,} on Saturday. {scorer} opened "
        f"the scoring after {n(1, 44)} minutes, and {other} made it two in the {n(46, 89)}th minute. {home} had "
        f"{n(40, 70)} percent of the ball and {n(5, 25)} shots, {n(2, 12)} of them on target; {away} had {n(1, 12)}."
        f"\n\n{home} are now {n(1, 10)}th in the table with {n(20, 70)} points from {n(15, 34)} matches. They visit "
        f"the team that is {n(11, 20)}th next week. {away} remain {n(11, 20)}th with {n(5, 30)} points."
    )


COPIES: dict[str, tuple[Edit, bool]] = {  # what leaves a near-copy, and whether it was held out
    "dateline": (dateline, False),
    "credit": (credit, False),
    "words changed": (words_changed, False),
    "paragraph cut": (paragraph_cut, False),
    "paragraph added": (paragraph_added, True),
    "end cut": (end_cut, True),
    "respelled": (respelled, True),
    "reordered": (reordered, True),
    "several edits": (several, True),
}
OTHERS: dict[str, tuple[Edit, bool]] = {  # what is like the original, but another article
    "same furniture": (same_furniture, False),
    "half of it new": (half_new, False),
    "as much again": (as_much_again, True),
    "other figures": (other_figures, True),
}
SERIES: dict[str, tuple[Callable[[Random], str], bool]] = {
    "weather": (weather, False),
    "markets": (markets, True),
    "match": (match, True),
}
