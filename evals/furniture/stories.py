"""Stories to put furniture around: a few made-up ones, and those of a JSONL file.

The made-up ones hold what is most easily taken for furniture: short subheadings, one-line quotes,
questions and answers, lists of facts, verse, prices and figures, talk of newsletters, cookies and apps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean, clean_line


@dataclass(frozen=True)
class Story:
    """One story: its title and its lines (paragraphs, subheadings, items), clean."""

    title: str
    lines: tuple[str, ...]


def stories_of(path: Path) -> list[Story]:
    """The articles of a JSONL file with `title` and `text`, in order."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [_story(row["title"], row["text"]) for row in rows]


def built_in() -> list[Story]:
    """The made-up stories."""
    return [_story(*text.strip().split("\n", 1)) for text in _TEXTS]


def _story(title: str, text: str) -> Story:
    return Story(clean_line(title), tuple(line for line in clean(text).split("\n") if line))


_TEXTS = (
    """
Harbour town votes to close its old coal pier
The council of Marlow Bay voted on Tuesday night to close the coal pier that has stood in the harbour since 1911.
Fourteen members were for the plan and three against it, after a debate that lasted more than five hours.
"This pier fed my family for three generations," said Ada Brennan, who voted against. "I will not be the one to saw it off."
What happens now
The port authority has until the end of the year to move the last two cranes to the northern quay.
About 60 people work on the pier. The council promised them other jobs in the port, at the same pay.
The plan in figures:
• Cost: 4.2 million
• Jobs moved: 60
• Years of work: two
A fishing museum wants to take over the engine house, but it has not said where the money would come from.
"Ask me in a year"
The mayor, Tom Okafor, said he expected the first boats to tie up at the new marina in two summers.
""",
    """
Five things to know about the new rail timetable
Trains across the northern region change on Sunday, when the biggest new timetable in 20 years comes into force.
1. More trains on weekdays
The line between Ashford Vale and Kestrel Point gets four trains an hour instead of two, the operator said.
2. Earlier last trains
On Sundays the last train now leaves at 22:40, which has angered restaurant owners in the old town.
3. Prices
A single ticket stays at 3.10. A monthly pass goes from 84 to 89.
4. Seats
Every second train will have a quiet carriage. Bicycles travel free after nine.
5. What if it goes wrong?
The operator has hired 120 more drivers and says that it will publish delays every evening.
Passengers' groups remain doubtful. They recall the change of 2009, when one train in five was cancelled in the first week.
""",
    """
Newsletter writers leave the big platform over its new rules
Hundreds of writers have left a large newsletter platform since it said that it would put advertising into free editions.
The company told writers by email that readers would have to accept cookies before they could open an issue.
"You cannot sell my subscribers and call it a service," said Lena Fuchs, whose weekly letter on gardening has 40,000 readers.
Users who do not agree may cancel their subscription within 30 days, according to the notice.
The company's app was downloaded nine million times last year, and its share price rose 12% on the news.
Rivals are glad. One of them offers to move a writer's archive for nothing.
How many will follow?
Analysts at Brook & Partners expect one writer in ten to go. Most earn too little from their letters to risk losing readers.
""",
    """
"We did not sleep for three days": a nurse on the flood
Ines Carvalho, 34, was on duty at the valley hospital when the river came over the wall. She spoke to us a week later.
Q: When did you know that it was serious?
A: When the lights went out. The pumps had run since noon, and then it was quiet.
Q: Were you afraid?
A: No. Later, yes.
Q: What was the hardest part?
A: Carrying people down the back stairs in the dark. We were eleven, and there were 73 patients.
Carvalho has since gone back to work. The ground floor is still closed.
Her advice to others is short:
Leave early.
Take your papers.
Knock at your neighbour's door.
""",
    """
A forgotten poet comes home to the island
The letters of Maren Solveig, who died in 1954, go on show on the island of Haldey this weekend.
She left at nineteen and wrote of little else for the rest of her life, the curator said.
One of the poems, found in a biscuit tin, is printed here for the first time:
The gulls have kept my place
between the salt and stone,
and every tide that turned its face
has called me back alone
The show has 212 letters, two diaries and the coat that she wore on the ferry.
Visitors can hear the poems read by her grand-niece. Admission is free on Sundays.
""",
    """
Result: rovers hold on for a draw in the last minute
Kestrel Rovers saved a point at home on Saturday with a goal four minutes into added time.
Rovers 2, Marlow Town 2
Halvorsen scored first for the visitors after nine minutes, and Adeyemi made it two before half-time.
Rovers came out changed. Two quick goals, one a penalty, turned the noise up.
Man of the match
The goalkeeper, Petra Lindqvist, stopped three shots that looked certain to go in.
"Not pretty," she said. "But ours."
Next week: Rovers travel to Ashford, who have lost six in a row.
""",
    """
Город закрывает старый мост на два года
Власти города Ольховска сообщили в понедельник, что старый мост через реку закроют на ремонт до осени 2027 года.
По словам главы управления Анны Ковалёвой, опоры моста не проверяли с 1986 года.
«Мы не можем больше ждать», — сказала она на встрече с жителями.
Что изменится
Автобусы пойдут в объезд, через новый мост. Дорога до вокзала займёт на двадцать минут больше.
Жители левого берега просят пустить лодки. Решение обещают принять до конца месяца.
""",
    """
Stadtrat streitet über das Freibad am Weiher
Der Stadtrat von Hohenbrück hat am Mittwoch die Sanierung des Freibads verschoben, weil das Geld fehlt.
Nach Angaben der Kämmerin kostet der Umbau inzwischen 6,4 Millionen Euro, fast doppelt so viel wie geplant.
„Das Bad gehört allen“, sagte die Vorsitzende des Schwimmvereins, Ruth Amsel.
Die Opposition sprach von einem Offenbarungseid. Sie will die Bürger abstimmen lassen.
So geht es weiter
Im Herbst soll ein Gutachten klären, ob die alten Becken noch zu retten sind.
""",
    """
Le village qui ne voulait pas de son autoroute
Les habitants de Saint-Orlain ont fêté samedi l'abandon du projet d'autoroute qui devait passer à deux cents mètres de l'église.
Le préfet a annoncé la nouvelle vendredi soir, sans donner de raison.
« Nous avons tenu onze ans », a déclaré la maire, Claire Vasseur.
Les défenseurs du projet regrettent trois cents emplois. Ils demandent une nouvelle étude.
Et maintenant ?
Le conseil régional se réunira en mars pour décider de l'avenir de la vieille route.
""",
    """
Dairy farmers turn to robots as workers grow scarce
On the Whitlock farm the cows decide when they are milked. A red arm finds the udder by laser and does the rest.
Joan Whitlock bought her first two robots in 2018 after she could not fill a job for fourteen months.
The machines cost 150,000 each and pay for themselves in about nine years, according to the farmers' union.
Not everybody is convinced
Small farms cannot borrow that much, said the economist Paul Adeyemi. "Click a button and the bank says no."
The ministry has put aside 30 million in grants. Farmers can apply online until the end of June.
One robot, one herd, one problem: when the power fails, everybody milks by hand.
Whitlock keeps a diesel engine in the barn. "You'll want one too," she tells her visitors.
""",
)
