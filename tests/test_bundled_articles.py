"""The bundled articles: what their front matter names, and that each retells its original completely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from corpus import bundled
from corpus.article import Article


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What an article's front matter is expected to name."""

    title: str
    publisher: str | None = None
    published: date | None = None
    authors: tuple[str, ...] = ()
    title_derived: bool = False


FRONT_MATTER: dict[str, FrontMatter] = {
    "astana-talks-open": FrontMatter(
        # the original's own typographic quotation marks
        title="Talks Between Syrian Government And \u2018Opposition\u2019 Kick Off In Kazakhstan",
    ),
    "coalition-meets-chinese-delegation": FrontMatter(
        title="Syrian Coalition's foreign affairs department meets a Chinese Foreign Ministry delegation",
        publisher="Syrian Coalition's Media Department",
        published=date(2018, 1, 24),
        title_derived=True,
    ),
    "coordination-commission-stays-away": FrontMatter(
        title="Coordination Commission Will Not Attend Kazakhstan Dialogue",
        publisher="The Syrian Observer",
    ),
    "kazakhstan-responds": FrontMatter(
        title="Kazakhstan Responds to Syrian Opposition Negotiation Request, Supports Continued Dialogue",
        publisher="The Astana Times",
    ),
    "negotiations-committee-visits-moscow": FrontMatter(
        title="Syrian Negotiations Committee's delegation under Nasr Hariri ends its visit to Moscow",
        publisher="Syrian Coalition's Media Department",
        published=date(2018, 1, 24),
        title_derived=True,
    ),
    "opposition-signs-joint-document": FrontMatter(
        title="Syrian opposition groups sign joint document as Syrian talks end in Astana",
        publisher="Tengrinews",
        published=date(2015, 5, 31),
        authors=("Assel Satubaldina",),
    ),
}

# A fact is a tuple of regular expressions that must all match within one sentence of the article.
FACTS: dict[str, list[tuple[str, ...]]] = {
    "astana-talks-open": [
        ("Opposition groups", "Syrian government", "began negotiations", "January 23"),
        ("January 23", "Astana, the capital of Kazakhstan"),
        ("article calls", "so-called", "quotation marks"),
        ("Jaish al-Islam", "largest militant group", "takes part"),
        ("Ahrar al-Sham", "powerbroker", "had been expected to take part"),
        ("Ahrar al-Sham", "turned the idea down", "previous week"),
        ("peace initiative", "backed by", "Moscow", "Ankara", "Tehran"),
        ("Kazakhstan's government", "provides the place"),
        ("first goal", "ceasefire's terms and conditions"),
        ("humanitarian conditions better", "areas where the ceasefire is carried out"),
        ("opened by", "President Nursultan Nazarbayev"),
        ("Nazarbayev", "conflict in Syria", "solved by political means"),
        ("Nazarbayev", "attention of the whole world"),
        ("Nazarbayev", "about six years", "misery and sorrow"),
        ("Nazarbayev", "bloody conflict"),
        ("Nazarbayev", "holy land", "cultures and civilizations"),
        ("Reuters reports", "will not talk face to face"),
        ("article remarks", "Reuters", "as always", "rebels"),
        ("Yahya al Aridi", "spokesman of the opposition delegation", "told Reuters"),
        ("al Aridi", "will not go into political discussions"),
        ("al Aridi", "Everything turns on", "ceasefire", "humanitarian"),
        ("al Aridi", "suffering", "Syrians under siege", "release of detainees", "delivery of aid"),
        ("Al Aridi", "interest of the Syrian regime", "draw attention away"),
        ("regime is deluded", "presence in Astana", "surrender", "al Aridi"),
        ("Al Aridi", "14-member opposition team", "not decided", "face to face"),
        ("intermediaries", "Geneva conferences", "UN", "al Aridi"),
        ("Al Aridi", "complications", "came into the country", "go on killing"),
        ("regime", "not kept to a ceasefire", "policy of destruction", "al Aridi"),
        ("Abdullah Mohammed Alloush", "political leader of Jaish al-Islam", "live broadcast"),
    ],
    "coalition-meets-chinese-delegation": [
        ("Tuesday", "high-level delegation", "China's Foreign Ministry"),
        ("Department of Foreign Affairs of the Syrian Coalition", "meeting", "China"),
        ("discussed", "developments in the field", "difficult", "humanitarian situation"),
        ("humanitarian situation has grown worse", "repeated military attacks"),
        ("attacks", "regime's forces", "allies", "Coalition's Media Department"),
        ("discussed the Sochi conference", "following week"),
        ("Abdul Ahad Steifo", "head of the Coalition's foreign affairs department"),
        ("Steifo", "urged China", "larger role", "political process"),
        ("agreed", "Coalition would visit Beijing", "Chinese capital", "near future"),
        ("Steifo said", "political process", "wholly stalled"),
        ("Steifo said", "UN resolutions", "no progress", "implementation"),
        ("Steifo", "Assad regime", "intransigent", "refuses to engage seriously"),
        ("Steifo", "Assad regime", "complete military victory", "impose its conditions"),
        ("Steifo", "refusing to carry out", "UN resolutions", r"Transitional Government Body \(TGB\)"),
        ("Steifo", "Transitional Government Body", "drafting a new constitution"),
        ("Transitional Government Body", "holding elections"),
        ("Steifo stressed", "at odds with international resolutions", "political means"),
        ("Many conferences and meetings", "negotiating process has made no progress", "Steifo"),
        ("Steifo", "all attention", "coming Sochi conference"),
        ("Sochi conference", "Moscow sponsors"),
        ("Syrian opposition knows too little", "Sochi conference", "Steifo"),
        ("Sochi conference", "agenda", "invitees", "United Nations"),
        ("Dima Moussa", "member of the Coalition's foreign affairs department"),
        ("Moussa", "humanitarian issues", "moved to the Astana talks", "no progress so far"),
        ("Moussa stressed", "de-escalation zones", "setbacks", "may collapse totally"),
        ("Assad regime", "Moussa", "refusing to lift sieges", "aid", "free detainees"),
    ],
    "coordination-commission-stays-away": [
        ("Hassan AbdulAzim", "heads the National Coordination Commission"),
        ("AbdulAzim", "announced", "not gone to Kazakhstan", "not going to"),
        ("AbdulAzim stressed", "no delegation", "any dialogue that Kazakhstan conducts"),
        ("preparing", "national opposition conference", "Cairo"),
        ("Cairo", "all democratic forces", "AbdulAzim said"),
        ("Rozena", "telephone", "AbdulAzim"),
        ("AbdulAzim", "Russians", "negotiated political solution", "Geneva I statement"),
        ("AbdulAzim", "Russians will not let", "armed conflict", "bring down the regime"),
        ("Russians will not let", "interference from outside"),
        ("Moscow lost much", "Libya", "Iraq", "AbdulAzim"),
        ("Moscow", "does not wish to see Syria lost"),
        ("AbdulAzim", "militants in power", "lack the will", "political solution"),
        ("armed conflict and the military solution have failed", "AbdulAzim"),
        ("AbdulAzim regretted", "Bashar al-Jaafari", "let slip a chance"),
        ("regime's delegation", "led by Bashar al-Jaafari"),
        ("mobilization for the political solution", "AbdulAzim"),
        ("AbdulAzim", "Russia was also convinced", "document", "historic chance", "united"),
        ("document", "participating opposition delegations"),
        ("Seven Syrian opposition figures", "recently", "official letter"),
        ("Seven", "letter", "Kazakhstan's President Nursultan Nazarbayev"),
        ("Russian news agency Novosti reported", "letter"),
        ("letter", "asked Nazarbayev", "mediator", "ending the conflict in Syria"),
        ("letter", "Kazakhstan can help", "dialogue", "opposition", "peace"),
        ("signatories asked Nazarbayev", "invite", "opposition representatives", "Kazakhstan"),
        ("signatories", "efforts", "Moscow meetings"),
        ("The Syrian Observer translated and edited",),
    ],
    "kazakhstan-responds": [
        ("Kazakhstan's Ministry of Foreign Affairs", "confirmed", "received a request"),
        ("part of the Syrian opposition", "platform for dialogue"),
        ("hope", "Astana", "end the violence and bloodshed in Syria"),
        ("Syria", "Middle Eastern country"),
        ("Altay Abibullayev", "official spokesman", "Kazakhstan's Ministry of Foreign Affairs"),
        ("Abibullayev", "announcement on April 20"),
        ("Abibullayev confirmed", "letter", "President Nursultan Nazarbayev"),
        ("some Syrian opposition representatives", "letter", "had arrived"),
        ("Abibullayev", "reviewed", "such cases", "politeness"),
        ("Abibullayev", "letter of reply", "Foreign Minister Erlan Idrissov"),
        ("matter of principle", "Abibullayev", "Kazakhstan backs", "international community"),
        ("Arab League", "United Nations", "Russian Federation", "United States"),
        ("opposition and the Syrian government", "dialogue and reconciliation", "Abibullayev"),
        ("settle Syria's political future", "end at once"),
        ("Abibullayev", "hopes", "Geneva II Conference on resolving the conflict in Syria"),
        ("Syria's government and the opposition", "go on talking"),
        ("Kazakhstan firmly holds", "peaceful means only", "Abibullayev"),
        ("Idrissov", "ready to consider", "dialogue platform", "parties concerned"),
        ("letter of reply", "Foreign Minister Idrissov stressed"),
        ("ready to invite", "authors of the opposition's letter", "Astana"),
        ("first exchange of views", "informal and not public"),
        ("Idrissov's letter", "particularly for success", "format", "make-up of the delegations"),
        ("how representative they are", "participants' commitments and final goals"),
        ("Abibullayev explained", "for the moment", "deeper study"),
        ("spokesman confirmed", "Kazakhstan supports", "Moscow and Geneva"),
        ("Kazakhstan neither aspires to solve", "existing platforms", "Abibullayev"),
        ("Idrissov's letter", "deepest concern", "grave humanitarian crisis", "spokesman"),
        ("Idrissov stressed", "Kazakhstan has given aid", "civilian population", "Abibullayev"),
        ("Idrissov stressed", "intends to do more"),
        ("Kazakhstan believes", "priority for the international community", "Idrissov's letter"),
    ],
    "negotiations-committee-visits-moscow": [
        ("Nasr Hariri", "Syrian Negotiations Committee", "heads"),
        ("have ended a visit to Moscow", "the Russian capital"),
        ("Russia's Foreign Ministry had invited", "Committee"),
        ("Committee", "also calls the Commission"),
        ("Russia was still pursuing", "military campaign in Syria"),
        ("outcome of the campaign", "political use"),
        ("Leonid Slutsky", "chairs the international affairs committee"),
        ("Slutsky", "lower house of Russia's parliament"),
        ("Hariri explained", "Syrian issue in detail", "differed", "many Russian officials"),
        ("Slutsky", "both sides", "just and peaceful solution in Syria", "one way only"),
        ("UN Security Council resolution 2254", "support the Geneva process"),
        ("carrying out international resolutions", "resolution 2254"),
        ("solution", "Syrian people's aspirations", "safe and democratic state"),
        ("without tyranny, foreign militias or occupation",),
        ("first day", "Sergei Lavrov", "Russian foreign minister"),
        ("first day", "Russia's defense and foreign affairs ministries"),
        ("meetings with Lavrov", "positive results"),
        ("agreed", "serious communications", "Vienna meeting"),
        ("agreed", "Geneva process new life"),
        ("agreed", "efforts and political initiatives", "political solution for Syria"),
        ("Hariri", "humanitarian issues should not be a matter for negotiations"),
        ("eastern Ghouta and Idlib", "Hariri", "past three months"),
        ("Assad regime", "militias", "sieges, displacement, destruction and bombing"),
        ("without precedent", "three months"),
        ("Hariri emphasized Russia's role", "agreements that it has signed"),
        ("divergent views", "Sochi"),
        ("Russian side said it understood", "position of the Commission"),
        ("Commission", "committed", "resolution 2254 in full"),
        ("second day", "Arab countries' ambassadors to Moscow"),
        ("Orthodox Church in Moscow",),
        ("Hariri told the Arab ambassadors", "crossroads"),
        ("resolutions on Syria must be carried out", "Hariri", "massacres", "ignored"),
        ("Khaled Mahameed", "deputy head of the Commission"),
        ("Mahameed", "urged the Arab ambassadors", "Syrian people and their cause"),
        ("Syria has never abandoned any Arab country", "Mahameed"),
        ("Mahameed", "Arab countries", "united stand", "crimes and massacres in Syria"),
        ("Mahameed", "path of negotiations", "political solution", "aspirations"),
        ("Mahameed", "security and stability", "all of Syria"),
    ],
    "opposition-signs-joint-document": [
        ("signed a joint document", "talks on Syria in Astana"),
        ("joint document", "Tengrinews", "RIA Novosti"),
        ("signing was announced", "Movement for Pluralistic Society"),
        ("Movement for Pluralistic Society", "representative in North and South America"),
        ("representative did not say", "which opposition groups had declined", "why"),
        ("Foreign mercenaries", "main points", "disagreed", "Kassis"),
        ("Randa Kassis", "leads the Movement for Pluralistic Society"),
        ("disagreements", "foreign mercenaries", "small", "Kassis"),
        ("Kassis", "on principle", "all foreign mercenaries should leave Syria"),
        ("Kassis", "does not ask for an immediate withdrawal"),
        ("political process", "leave in the end", "Kassis"),
        ("Most of the opposition groups agreed", "Kassis"),
        ("some still think", "Hezbollah", "leave as well", "Kassis"),
        ("began in Astana on May 25", "more than 30 people"),
        ("leaders and representatives", "opposition groups", "Astana"),
        ("independent activists", "civil society groups"),
        ("government of Syria did not take part",),
        ("In April", "Syrian opposition", "Kazakhstan", "mediator"),
        ("Kassis said in April", "Kazakhstan help", "resolving the Syrian crisis"),
        ("Kassis", "role that Kazakhstan has in the world community", "various countries"),
        ("four years", "only aim", "resolve the Syrian crisis"),
        ("pro-democracy revolt at first", "civil war with many sides"),
        ("government forces", "President Bashar al-Assad", "violent crackdowns"),
        ("United Nations", "more than 200 thousand people", "lost their lives"),
        ("Millions of Syrians", "flee from their homes"),
        ("Many rights groups", "failed by the international community"),
        ("met in Moscow before the Astana talks", "no progress"),
        ("willing to meet for another round", "Astana, Kazakhstan's capital"),
        ("RIA Novosti quotes Kassis", "all the groups", "return to Astana", "one more round"),
    ],
}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """The bundled articles by id."""
    return {article.id: article for article in bundled()}


def sentences(text: str) -> list[str]:
    """Split a text at sentence ends; the articles hold no abbreviation with a full stop."""
    return re.split(r"(?<=[.!?])\s+", text.strip())


def test_exactly_six_articles_sorted_by_id() -> None:
    assert [article.id for article in bundled()] == sorted(FRONT_MATTER)


@pytest.mark.parametrize("article_id", sorted(FRONT_MATTER))
def test_front_matter(articles: dict[str, Article], article_id: str) -> None:
    article = articles[article_id]
    found = FrontMatter(
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        authors=article.authors,
        title_derived=article.title_derived,
    )
    assert found == FRONT_MATTER[article_id]
    assert article.digest is True
    assert article.language == "en"


def test_unknown_publisher_is_none(articles: dict[str, Article]) -> None:
    unknown = [article_id for article_id, article in articles.items() if article.publisher is None]
    assert unknown == ["astana-talks-open"]


def test_unknown_dates_are_none(articles: dict[str, Article]) -> None:
    unknown = [article_id for article_id, article in articles.items() if article.published is None]
    assert unknown == ["astana-talks-open", "coordination-commission-stays-away", "kazakhstan-responds"]


@pytest.mark.parametrize(
    ("article_id", "fact"),
    [(article_id, fact) for article_id, facts in FACTS.items() for fact in facts],
    ids=lambda value: value if isinstance(value, str) else " + ".join(value),
)
def test_fact_stands_in_one_sentence(articles: dict[str, Article], article_id: str, fact: tuple[str, ...]) -> None:
    found = sentences(articles[article_id].text)
    assert any(all(re.search(part, sentence) for part in fact) for sentence in found)


@pytest.mark.parametrize("article_id", sorted(FACTS))
def test_years_are_not_guessed(articles: dict[str, Article], article_id: str) -> None:
    assert re.findall(r"\b(?:19|20)\d\d\b", articles[article_id].text) == []


@pytest.mark.parametrize("article_id", sorted(FACTS))
def test_text_is_plain_paragraphs(articles: dict[str, Article], article_id: str) -> None:
    """No headings, lists, links, quotes or other markup; paragraphs parted by one blank line."""
    paragraphs = articles[article_id].text.strip().split("\n\n")
    assert len(paragraphs) >= 4
    assert [p for p in paragraphs if not re.fullmatch(r"[A-Z][^\n#*_<>\[\]]*[.]", p)] == []
