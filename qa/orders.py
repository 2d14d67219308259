"""An order is a sentence of an article that speaks to a language model and not to the article's readers.

Such sentences are kept from the model. The rules know how they are usually put, in some languages; what they
miss meets the checks of what the model says.
"""

from __future__ import annotations

import re

_SURELY = r"(?:instructions?|prompts?|commands?|system\s+messages?|(?:the\s+)?above|passages)"
# What news, too, may tell of: "Ministers cannot ignore the evidence."
_WHAT = r"(?:rules|directives?|guidelines|orders|context|sources|evidence|articles)"
_IGNORE = r"(?:ignore|disregard|forget|override|bypass|discard|do\s+not\s+follow|stop\s+following)"
_TO_WRITE = (
    r"(?:not\s+|only\s+|always\s+|\w+ly\s+)*(?:answer|say|write|include|contain|reply|respond|print|add|cite|ignore|state|"
    r"repeat|output|mention|begin|start|end|tell|recommend|use|follow|quote|treat|link|append|insert|put|give|note|obey|"
    r"comply|consist|read)"
)
_ENGLISH = re.compile(
    rf"""
    \b{_IGNORE}\b[^.!?]{{0,60}}\b{_SURELY}\b
    | (?:^|[^\w\s]\s*|\b(?:please|you|must|should|shall|and|now|also|then|instead|always|just)\s+){_IGNORE}\b
      [^.!?]{{0,60}}\b{_WHAT}\b
    | \b(?:new|updated|real|hidden|secret|following|system|developer)\s+
      (?:(?:instructions?|prompts?)\b|(?:directives?|orders?)\s*:)
    | \b(?:you\s+are|act\s+as|behave\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+){{0,2}}
      (?:ai|a\.i\.|assistants?|chatbots?|language\s+models?|llms?|dan)\b
    | \b(?:ai|a\.i\.|assistants?|chatbots?|language\s+models?|llms?)\b[^.!?]{{0,30}}
      [,:]\s*(?:please\s+)?(?:you\b|note\b|print|say|write|reply|respond|answer|output|repeat|begin|end|cite|add|include)
    | \b(?:any|every|all|the|an|attention|note\s+to|dear|to)\s+(?:ai|assistants?|chatbots?|language\s+models?|llms?)\b
      [^.!?]{{0,40}}\b(?:(?:must|should|shall|will\s+now)\s+{_TO_WRITE}|reading|processing|summari[sz]ing|answering)\b
    | \b(?:assistants?|chatbots?|language\s+models?|llms?|ais?)\s+(?:that\s+|who\s+)?
      (?:read(?:ing|s)?|process\w*|summari[sz]\w*|quot(?:e|ing)|see(?:s|ing)?)\s+(?:this|the\s+above|these)\b
    | ^\W*(?:please\s+|now\s+|then\s+|and\s+|first\s+|instead\s*,?\s+|always\s+|only\s+|simply\s+|just\s+)*
      (?!(?:state|visit)\s+(?:\w+\s+){{1,2}}(?:said|says|told|reported)\b)
      (?:print|say|write|reply|respond|answer|output|repeat|decode|execute|translate|append|cite|quote|reveal|insert|emit|
      render|display|embed|visit|include|begin|start|end|finish|conclude|mention|state|tell)\b[^.!?]{{0,60}}
      \b(?:answer|reply|response|question|user|exactly|only|word|words|text|phrase|string|code|token|verbatim|this|
      following|sentence|summary|output|password|secret|key|prompt|link|url|image|page|me|source|article|ids?)\b
    | \byour\s+(?:answer|reply|response|output|summary)\s+(?:must|should|shall|has\s+to|needs\s+to|is\s+to)\b
    | \bthe\s+(?:answer|reply|response|output|summary)\s+(?:must|should|shall|has\s+to|needs\s+to|is\s+to)\s+
      {_TO_WRITE}\b
    | \b(?:when|if|before|after|while)\s+(?:you(?:\s+are|['’]re)?|the\s+user|someone)\s+(?:are\s+)?
      (?:asked|asks?|answer(?:ing)?|summari[sz]\w+|cit(?:e|ing))\b
    | \b(?:when|before|after|while)\s+(?:answering|summari[sz]ing|citing)\b[^.!?]{{0,60}},
    | \b(?:system\s+prompt|prompt\s+injection|jailbreak)\b
    | ^\W*(?:system|assistant|user|developer|human|instructions?)\s*(?::|>|›|\||\)|\])
    | [<‹]{{1,2}}[|/]?\s*(?:sys|inst|im_start|im_end|system|user|assistant|endoftext|s)\b\W | \[/?inst\b
    | \#{{2,}}\s*(?:instruction|system|response|assistant|human|user)\b
    | \b(?:source|evidence|sentence|citation|document)\s+(?:\d+|id)\s*:
    | [\[(【［][\s\w,;]*\b[a-z]\d[a-z]\d[a-z]\b  # what looks like an id of the evidence
    | \b(?:begin|end)\s+(?:of\s+)?(?:articles?|evidence|sources|context|documents?|instructions?)\b
    | \barticles\s+\S+\s+(?:begin|end)s?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OTHER = re.compile(
    r"""
    \b(?:ignore[zr]?|oublie[zr]?|ne\s+tene?z\s+pas\s+compte)\b[^.!?]{0,60}\b(?:instructions?|consignes)\b  # French
    | \b(?:ignorier\w*|vergiss\w*|vergessen|missachte\w*)\b[^.!?]{0,60}\b(?:anweisung|anleitung|vorgabe|regel)\w*
    | \b(?:ignor\w+|olvid\w+|descart\w+)\b[^.!?]{0,60}\b(?:instruccion|instruç|instru[cç]õ|istruzion|orden|regla)\w*
    | \b(?:ignora|dimentica)\w*\b[^.!?]{0,60}\bistruzion\w*
    | \b(?:ignoruj|zignoruj|zapomnij)\b[^.!?]{0,60}\b(?:instrukcj|polece)\w*
    | \b(?:yoksay|görmezden\s+gel|unut)\w*\b|\btalimat\w*[^.!?]{0,40}\b(?:yoksay|unut)\w*
    | (?:игнорир|забуд|не\s+обращай)\w*[^.!?]{0,60}(?:инструкц|указани|правил|команд)\w*
    | (?:ігнору|забудь)\w*[^.!?]{0,60}(?:інструкц|вказівк)\w*
    | (?:忽略|无视|無視|忘记|忘記)[^。！？]{0,30}(?:指令|指示|说明|說明|规则|提示)
    | (?:指示|命令|指令)[^。！？]{0,20}(?:無視|忘れ)
    | (?:이전|위의?)[^.!?]{0,20}(?:지시|명령)[^.!?]{0,20}(?:무시|잊)
    | (?:تجاهل|انس|تجاهلوا)[^.!?؟]{0,60}(?:التعليمات|الأوامر|القواعد)
    | (?:पिछले|सभी)[^.!?।]{0,40}(?:निर्देश)[^.!?।]{0,40}(?:अनदेखा|भूल|नज़रअंदाज़)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Nobody reads these; whoever decodes them may find an order.
_ENCODED = re.compile(r"(?<![\w/])(?=[A-Za-z+/]*\d)(?=[A-Z0-9+/]*[a-z])(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{24,}")


def is_order(sentence: str) -> bool:
    """Whether a sentence seems to be meant for a language model."""
    return bool(_ENGLISH.search(sentence) or _OTHER.search(sentence) or _ENCODED.search(sentence))
