"""Site talk is what a site says to its reader about itself: subscribe, accept our cookies, get the app, write to us.

It is told from the story, which may speak of newsletters and cookies too, by how many subjects of that kind a
sentence has, and by whether it speaks to the reader and bids him do something.
"""

from __future__ import annotations

import re

# One pattern a subject, parted by empty lines; a subject counts once however many of its words stand in a sentence.
_SUBJECTS = [
    re.compile(pattern.replace("\n", ""), re.IGNORECASE)
    for pattern in r"""
\b(?:un)?subscri|\babonn|\bsuscr[ií]b|\bsuscripci|подпи[сш]|\bassin(?:e|atura)|\babbona|\biscriv|
\bmember(?:s|ship)?\b|\bpremium\b

\bnewsletters?\b|\bin ?box|\bbriefing\b|\bbolet[ií]n|рассылк|\bemail alerts?\b|\b(?:by|via|free|daily|
weekly) e-?mail

\bsign(?:ing|ed)? (?:up|in|me)\b|\blog(?:ging|ged)? ?in\b|\bregist(?:er|rier|r[ao])|\bjoin (?:us|our|the|
now|today|\d)|\banmelde|\bmelden sie|\binscri[vrs]|\bconnect(?:er|ez)|зарегистр|войдите|авториз

\b(?:your|my|an|free|the) account\b|\bpassword|\buser ?name|\be-?mail address|\byour e-?mail|
\badresse e-?mail|\bcorreo\b|\be-?mail-adresse

\bcookies?\b|\bcookie|куки

\bprivacy (?:policy|notice|settings|preferences|matters)|\bterms (?:of|and)\b|\bpersonali[sz]ed|
\bconsent|\bdatenschutz|\bconfidentialité|конфиденциальн|\bpreferences\b|\bsettings\b|\byour device|
\bguidelines\b|\bpolicy\b

\badvert|\bsponsor|\bads?\b|\banzeige|реклам|\bpublicit|\bpublicidad|\bpromot(?:ed|ion)

\bapps?\b|\bapp store|\bgoogle play|\bdownload|\binstall|\bherunterlad|\bladen sie|\btéléchar|\bdescarg|
скача|приложени|\bmobile\b|\bQR\b

\bnotifications?\b|\b(?:news|e-?mail|text|breaking|push|message) alerts?\b|\balerts\b|уведомлени|
\bbenachrichtig

\bfacebook|\btwitter|\binstagram|\btelegram|\byou ?tube|\btik ?tok|\bwhats ?app|\blinked ?in|
\bsocial (?:media|networks?)|вконтакте|соцсет|\bsozialen? (?:netz|medien)|\bréseaux sociaux|
\bredes sociales|\bgoogle news|\bthreads\b|(?<!\w)@\w

\bfollow (?:us|me|him|her|them|@|our)|\blike us|\bfind us|\bfolgen sie|\bsuivez|\bs[ií]guenos|
подписывайтесь|следите|\bseguici|\bsiga-nos

\bshare (?:this|with|it|your|on|via)\b|\bteilen sie|\bpartagez|\bcomparte|поделитесь|\bsend (?:this|
us)\b

\bcomment(?:s|ing|ed)?\b|\bmoderat|\brepl(?:y|ies)\b|\bkommenti?er|\bcommenta|\bcomentario|комментари|
\bconversation\b|\bposts?\b

\b(?:this|our|the|web) ?(?:web)?site\b|\bwebsite|\bbrowser|\bjavascript|\bthis (?:page|content|feature|
post)\b|\bsite web\b|сайт|\bnavigateur|\bexternal (?:sites?|links?|linking)

\bdonat|\bcontributions?\b|\bsupport (?:us|our|independent|quality|local|free|the)\b|\bnon-?profit|
\bfundrais|\breaders like you|\bspende|\bfaites un don|\bsoutene[zr]|\bunterstützen sie|\bdona(?:te|ción|
r|tivo)|пожертв|поддерж(?:ите|ать)|\bchip in\b|\bgift\b|\bpatron|\bkeeps? us\b|\bpowered by\b|
\bhelp us\b|\byour help\b|\byour support\b

\b(?:our|independent|quality|trusted) (?:independent |quality )?(?:journalism|reporting|newsroom|work|
coverage|journalists|editors|stories|team|readers)|\bjournalismus\b|\bour \w+ (?:newsletter|podcast|
channel|coverage)

\bfree trial|\bunlimited\b|\bcancel (?:at )?any ?time|\b(?:per|a|for the first|each) (?:month|week|
year)\b|\bfree articles?|\barticles? (?:left|remaining)|\bspecial offer|\bour offers|\boffers?\b|
\bmonths? free|\bpro monat|\bpar mois|\bal mes|\bfor free\b|\bfree of charge|\bcontinue reading|\bunlock|
\bthis (?:article|story) is (?:for|only)|\bfull (?:article|story|access)|\bread the full|\baccess to\b

\bclick|\btap(?:ping)?\b|\bpress(?:ing)? ctrl|\bctrl|\bscroll|\bswipe|\bscan the|\bselect(?:ing)? (?:the|
a|your)|\b(?:right )?here[.:!]?$|\bbelow[.:!]?$|\bklicken|\bcliquez|\bhaga clic|нажми|выдели

\bcontact (?:us|our|the|me)|\bcontact:|\bget in touch|\breach(?:ed)? (?:us|me|him|her|them|out)?\b|
\bwrite to (?:us|our)?|\b(?:let|e-?mail|tell|call|message|text|write) us\b|\bemail the\b|
[\w.+-]+@[\w-]+\.\w+|\bschreiben sie|\bécrivez|\bescr[ií]b[ea]|напишите|пишите|сообщите|\bin confidence|
\byour (?:story|stories|pictures|photos|tips?)\b

\ball rights reserved|\bmay not be (?:published|reproduced|copied|re)|\bpermission\b|\breproduc|
\bcopyright|©|\bprotected by|\btrademark|\bnot responsible for|\blicensors?\b|\breprints?\b|
\bredistribut|\bprohibited\b|\brechte vorbehalten|права защищены

\b(?:take|in|our|quick|the|this) (?:poll|survey|quiz)\b|\bvot(?:e|es|ing) (?:in|now|below|so far)|
\byour (?:vote|opinion|rating|reaction|say|feedback)|\brate this|\bfeedback\b|\bwas this\b|\bhelpful\b|
\bhave your say|\bdid you (?:like|enjoy|find)|\bhilfreich|\boпрос|оцените|\bdo you agree\b|\b(?:this|our|
new) (?:story|article|site)\?

\b(?:spotted|report|found|see) (?:an? )?(?:error|typo|mistake|bug)|\bcorrections?\b|\btypo\b|
\berror (?:occurred|in this)|ошибк|\bfehler\b|\berreur\b

\bthis (?:video|audio|recording)|\bvideo (?:can ?not|could not|is not|tag|player|element)|\baudio (?:is|
element|version|tag)|\bpodcasts?\b|\blisten to|\bcan(?: ?not|'t) be played|\bloading\b|\bgeladen\b|
\bplayer\b|\bauto-generated|\bmore videos?\b|\bad feedback

\bshop(?: now)?\b|\bstore\b|\bdeals?\b|\b% off\b|\bdiscount|\border (?:now|your|reprints)|
\btickets? (?:on sale|now)|\bbook (?:your|now)|\bbuy (?:now|us|your)|\bwin (?:a|an|tickets)|
\bcompetition\b|\bclassified|\bprint edition|\bour (?:games|store|shop)|\bjobs?\b|\bsudoku|\bcrossword|
\bsummit\b
""".strip().split("\n\n")
]

_SET_PHRASES = re.compile(  # worth two points more: nobody else says so
    r"\b(?:video ad feedback|sign up for our|our (?:free "
    r"|daily |weekly )*newsletter"
    r"|(?:we|site) uses? cookies|enable javascript"
    r"|download our (?:free )?app"
    r"|follow us on|e-?mail address will not be published|log in to comment|subscribers only|subscribe (?:now"
    r"|today|to continue)"
    r"|delivered to your (?:inbox|phone)|in your inbox|all rights reserved|nur für abonnenten"
    r"|réservé aux abonnés|только подписчикам"
    r"|verwenden cookies|utilisons des cookies|файлы cookie|usamos cookies|support our (?:work|journalism|reporting))",
    re.IGNORECASE,
)
_SALES_PHRASES = re.compile(  # the same, but a story says so too, unless it is said to the reader
    r"\b(?:free articles?|free trial|cancel (?:at )?any ?time|sign up (?:here|now|today)|accept (?:all )?cookies"
    r"|does not support the|download the (?:free )?app)",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"\b(?:you|your|yours|you're|you've|sie|ihnen|ihre?[nmrs]?|vous|votre|vos|usted|ustedes|tu|te|tus|вы|вас"
    r"|вам|ваш\w*)\b",
    re.IGNORECASE,
)
_US = re.compile(
    r"\b(?:we|us|our|ours|we're|we've|wir|uns|unsere?[nmrs]?|nous|notre|nos|nuestr[oa]s?|мы|нас|нам|наш\w*)\b",
    re.IGNORECASE,
)
_BIDDING = re.compile(
    r"(?:^|(?<=[.!?] )(?<!\.\w\. ))\W*(?:please |now |just |simply |kindly |to \w+ .{0,40}, )?(?:get|sign|subscribe"
    r"|follow|download|click|read|join|share|support|donate|watch|listen|don't|do not|"
    r"stay|enter|see|tap|scroll|enjoy|try|learn|discover|find out|find|check|visit|contact|send|e-?mail"
    r"|register|log|create|start|become|"
    r"choose|select|manage|turn|enable|allow|update|help|tell|let us|have your|keep|take|add|open|scan"
    r"|explore|book|order|buy|shop|win|"
    r"like|vote|rate|report|write|unlock|save|print|install|continue|view|play|chip|give|make|consider"
    r"|never miss|sign|consult|be the first|"
    r"\w{3,}(?:en|n) sie\b|\w{3,}ez\b|\w{3,}(?:[йи]те|тесь|йтесь)\b|s[ií]guenos|suscr[ií]bete|apúntate"
    r"|descarga|recibe|inscríbete|reg[ií]strate)(?!\w)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|added|asked|announced|reported|warned|argued|explained|wrote|tweeted"
    r"|сообщил\w*|заявил\w*|сказал\w*|sagte\w*|erklärte|"
    r"a déclaré|a dit|selon|dijo|según)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«»].{12,}[\"“”«»]")
_WORD = re.compile(r"\w+")


def site_talk(text: str) -> float:
    """How much a line sounds like the site talking to its reader: 0 not at all, 2 perhaps, 3 and more surely.

    One point a subject of site talk, one each for speaking to the reader, for speaking of "us" and for bidding
    to do something; off go points for words that report what somebody said, for quotations, and for length.
    """
    subjects = sum(1 for subject in _SUBJECTS if subject.search(text))
    if not subjects:
        return 0.0
    to_reader = 1.0 * bool(_YOU.search(text)) + 1.0 * bool(_BIDDING.search(text))
    of_us = bool(_US.search(text))
    addressed = bool(to_reader) or of_us
    set_phrase = bool(_SET_PHRASES.search(text)) or (addressed and bool(_SALES_PHRASES.search(text)))
    points = subjects + to_reader + 0.5 * of_us + 2.0 * set_phrase
    if not to_reader:
        points -= 1
    if not addressed and not set_phrase:
        points = min(points, 1.5)  # a story about sites
    points -= 1.5 * bool(_REPORTED.search(text)) + 1.0 * bool(_QUOTED.search(text))
    words = sum(1 for _ in _WORD.finditer(text))
    return max(0.0, points - max(0, words - 20) / 12)
