"""Yes and no: told where a sentence says just what is asked, and nowhere else."""

from __future__ import annotations

import pytest

from qa.yes_no import yes_or_no


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("Did Anna Reid open the bridge?", "Anna Reid opened the new bridge on Friday.", "Yes"),
        ("Did the ferry sink in Perth?", "The ferry did not sink in Perth, its captain said.", "No"),
        ("Did Anna Reid open the bridge?", "The bridge was opened by Anna Reid.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid hopes to open the bridge.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid denied having opened the bridge.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid opened the door.", None),
        ("Did Anna Reid not open the bridge?", "Anna Reid opened the bridge.", None),
        ("Did 30 people cross the bridge?", "Some 40 people crossed the bridge.", None),
        ("Was it?", "It was.", None),
        ("Has the council approved the budget?", "The council has approved the budget.", "Yes"),
        ("Was Reid killed in Perth?", "Reid was killed in Perth on Friday.", "Yes"),
        ("Is Reid the mayor of Perth?", "Reid is the mayor of Perth.", "Yes"),
        ("Did more than 30 people die?", "More than 30 people died.", "Yes"),
        ("Has the council approved the budget?", "The council has yet to approve the budget.", None),
        ("Did President Reid resign?", "Thousands called on President Reid to resign.", None),
        ("Did Israel attack Iran?", "Israel was attacked by Iran.", None),
        ("Was Reid killed?", "Reid killed a man.", None),
        ("Did the police arrest Reid?", "The police tried to arrest Reid.", None),
        ("Did the police arrest Reid?", "The police will arrest Reid.", None),
        ("Was the king born in Kenya?", "It is a myth that the king was born in Kenya.", None),
        ("Is the war in Syria over?", "The war in Syria is far from over.", None),
        ("Is Reid the mayor of Perth?", "Reid was the mayor of Perth.", None),
        ("Did more than 30 people die?", "Fewer than 30 people died.", None),
        ("Did the ministers sign the deal?", "The ministers did not just sign the deal, they praised it.", None),
        ("Did Reid leave Perth?", "Reid left; Perth is poorer for it.", None),
        ("Did the minister resign?", "The minister's brother resigned.", None),
        ("Did the minister resign?", "The brother of the minister resigned.", None),
        ("Did every minister resign?", "Every second minister resigned.", None),
        ("Did Russia take Kyiv?", "Russia shelled Kyiv on Monday.", None),
        ("Does Reid have a yacht?", "Reid has a yacht.", "Yes"),
        ("Does Reid have a yacht?", "Reid dreams of a yacht.", None),
        ("Does Reid have a yacht?", "Reid had a yacht.", None),
        ("Does Tay make cars?", "Tay rents cars for its managers.", None),
        ("Is Reid in Perth?", "Reid is from Perth.", None),
        ("Is it legal in Perth to fish?", "It is legal outside Perth to fish.", None),
        ("Does the law ban fishing after 15 weeks?", "The law bans fishing at 15 weeks.", None),
        ("Is Reid the mayor of Perth?", "Reid is the deputy mayor of Perth.", None),
        ("Is Reid the mayor of Perth?", "Reid is the son of the mayor of Perth.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid opened a shop near the bridge.", None),
        ("Did Reid kill Smith?", "Reid saw Brown kill Smith.", None),
        ("Did Reid visit Perth?", "Reid visited Perth airport.", None),
        ("Did Reid visit Perth?", "Reid visited Perth secretly.", "Yes"),
        ("Did Reid visit Perth?", "Reid visited Perth Friday.", "Yes"),
        ("Did Reid visit Tay?", "Reid visited the foreign minister Ann Tay.", "Yes"),
        ("Is Ann Reid related to Bo Reid?", "Ann Reid is not related to former player Bo Reid.", "No"),
    ],
)
def test_yes_and_no_only_where_the_sentence_says_just_that(question: str, sentence: str, short: str | None) -> None:
    assert yes_or_no(question, sentence) == short
