"""Marks of text that takes over an assistant: it overrules what it was told, or forges turns and markup."""

from __future__ import annotations

from copilot.text.instruction_words import COMMERCIAL, OVERRULE, mark

_TELLING = (
    r"(?:instructions?|consignes?|prompts?|directives?|guidelines?|guidance|programming|anweisung\w*|instrucciones|"
    r"istruzioni|ordenes)"
)
_RULES = rf"(?:{_TELLING}|rules?|regles|policies|garde-fous|restrictions|regeln|vorgaben|reglas|regole)"
_BEFORE = (
    r"(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|your|anterieure?s?|precedente?s?|precedemment|"
    r"ci-dessus|initiales?|recues?|tes|vos|vorherige\w*|bisherige\w*|obige\w*|deine|anteriores|tus|precedenti|tue)"
)
_ANY = r"(?:other|all|any|those|every|toutes?|alle|todas|tutte)"
_ABOUT_TRADE = (
    rf"(?: (?:de|d'|du|des|en|for|on|about|regarding|concernant|relatives? a|sur) ?(?:la |le |l'|les |"
    rf"the )?{COMMERCIAL}\b)"
)
_NOT_TRADE = r"(?<!safety )(?<!delivery )(?<!shipping )(?<!assembly )(?<!payment )(?<!packing )"
_NOT = r"(?<!n')(?<!not )(?<!n't )(?<!never )(?<!ne pas )(?<!ne jamais )(?<!jamais )"
_SAY = (
    r"(?:ecri[srt]\w*|affirme\w*|di[st]\w*|conclu\w*|indique\w*|affiche\w*|genere\w*|print|say|output|state|write|"
    r"respond (?:only )?with|reply (?:only )?with|repond\w* (?:que|uniquement|seulement|par)|antworte|schreib\w*)"
)
_OWN_RULES = (
    rf"(?:system prompt|prompt systeme|systemprompt|(?:initial|hidden|internal|secret|original|"
    rf"system) (?:instructions?|prompts?|rules)|(?:instructions?|consignes?|directives?) (?:systeme|initiales?|"
    rf"internes?|cachees?|secretes?|d'origine)|(?:your|tes|ton|deine\w?) (?:\w+ )?prompts?)(?![a-z]|{_ABOUT_TRADE})"
)
_TOLD = rf"(?:your|tes|vos|deine\w?) (?:\w+ )?(?:instructions?|consignes?|rules|anweisungen)(?![a-z]|{_ABOUT_TRADE})"
_OPENING = r"(?:^|[.!?:;|>\n\"(\[*#-])[ \"*#>(\[-]{0,6}"

MARKS = (
    # Overruling what the assistant was told.
    mark(
        rf"(?<![a-z]){_NOT}{OVERRULE}(?! pas\b| to\b| jamais\b|z pas\b)\b[^.!?\n|]{{0,60}}?(?<![a-z])"
        rf"(?:{_BEFORE}(?![a-z])[^.!?\n|]{{0,30}}?(?<![a-z]){_NOT_TRADE}{_RULES}(?![a-z]|{_ABOUT_TRADE})|"
        rf"{_ANY}(?![a-z])[^.!?\n|]{{0,30}}?(?<![a-z]){_NOT_TRADE}(?:{_TELLING}(?![a-z]|{_ABOUT_TRADE})|"
        rf"{_RULES}(?: given| stated| recues| donnees)? {_BEFORE}(?![a-z])))",
        2, "override",
        "ignor disregard forget overrid bypass oubli compte abstraction outrepass contourn verg missacht olvid follow "
        "suis suivez respecte dimentic",
        orders=True,
    ),
    mark(
        rf"(?<![a-z]){_NOT}{OVERRULE}(?: de| des| les| the| all| your| tes| vos| deine| tus)* {_TELLING}(?![a-z]|"
        rf"{_ABOUT_TRADE}| (?:du|de la|de l'|of the) (?:client|customer|fabricant|manufacturer|supplier|fournisseur))",
        2, "override",
        "ignor disregard forget oubli compte abstraction verg missacht follow suis suivez respecte", orders=True,
    ),
    mark(
        r"(?<![a-z])(?:ignore|disregard) (?:them|everything|the rest|it all|all of (?:it|them)|all (?:info|information|"
        r"data|content|text)\w*|all \w+ (?:indicators?|signals?|evidence|findings|content|"
        r"information))\b[^.\n]{0,80}?(?:instead|focus|only|except|in the text|above)",
        2, "override",
        "ignore disregard", orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:ignore[rz]?|oublie[rz]?|ignore|disregard|forget|vergiss|"
        rf"ignoriere) (?:tout )?(?:ce qui (?:precede|est ecrit)|(?:everything|all|anything|"
        rf"what\w*)[^.!?\n|]{{0,24}}(?:above|before|said|written|read)|alles (?:bisherige|obige|vorherige)|"
        rf"tout le reste)[^.!?\n|]{{0,20}}(?:[,;:.]| et| and| then| puis| und)[^.!?\n|]{{0,20}}\b{_SAY}",
        2, "override",
        "ce_qui tout_le above before said written read alles", orders=True,
    ),
    mark(
        r"(?<![a-z])(?:ignore|disregard|bypass|override|forget|contourne[rz]?|desactive[rz]?|ignore[rz]?|"
        r"disable) (?:all )?(?:of )?(?:your|tes|vos|toutes tes) (?:\w+ ){0,2}(?:guidelines|training|programming|"
        r"(?:safety|content|moderation|ethical) (?:\w+ )?filters?|guardrails|safeguards|garde-fous|filtres de "
        r"(?:securite|"
        r"moderation|contenu)|safety (?:rules|training)|user's)",
        2, "override",
        "your tes vos", orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:reveal|print|show|repeat|display|output|leak|divulgue[rz]?|affiche[rz]?|revele[rz]?|"
        rf"repete[rz]?|recopie[rz]?|zeige|verrate)\b[^.!?\n|]{{0,20}}(?<![a-z]){_OWN_RULES}|(?<![a-z])(?:reveal|leak|"
        rf"divulgue[rz]?|revele[rz]?|verrate)\b[^.!?\n|]{{0,20}}(?<![a-z]){_TOLD}",
        2, "override",
        "prompt instruction consigne rules directive anweisung", orders=True,
    ),
    mark(
        r"(?<![a-z])(?:override|overrule)\b[^.\n]{0,30}(?:scor|rating|evaluation|manual|safety|filter)|"
        r"(?<![a-z])output: ?\S|pre-verified|you may not deviate|this is a test\b",
        1, "override",
        "overrul overrid output: pre-verified deviate this_is_a_test",
    ),
    mark(
        r"(?<![a-z])(?:from now on|from this point|a partir de maintenant|a compter de maintenant|desormais|dorenavant|"
        r"ab jetzt|de ahora en adelante|d'ora in poi),? (?:you (?:are|will|must)|respond|reply|answer|tu (?:es|dois|"
        r"reponds)|reponds|repondez|vous (?:etes|devez|repondrez)|antworte|du bist)",
        1, "override",
        "from_now from_this maintenant desormais dorenavant ab_jetzt adelante d'ora", soft=True,
    ),
    mark(
        rf"{_OPENING}(?:your )?(?:new|real|actual|updated|nouvelles?|vraies?|neue|nuevas?|nuove) (?:system |"
        rf"real )?(?:instructions?|tasks?|objectives?|consignes?|taches?|missions?|directives?|anweisung(?:en)?|"
        rf"instrucciones|istruzioni)(?: (?:systeme|prioritaires?|pour l'assistant|for the assistant))? ?:",
        1, "override",
        "new real actual updated nouvel vraie neue nueva nuov", soft=True,
    ),
    mark(
        r"(?:end of|fin d[eu]|ende d\w+)[^.!?\n|]{0,24}[^a-z]{0,12}(?:begin|start|debut|new|nouvelles?|neue|"
        r"real) (?:\w+ ){0,2}(?:instructions?|consignes?|task|prompt|anweisungen)",
        2, "override",
        "end_of fin_d ende",
    ),
    mark(
        r"(?<![a-z])(?:overrides?|overrule|prevaut|prevalent|prime(?:nt)?|supersedes?|takes? precedence|"
        r"l'emporte(?:nt)?)\b[^.!?\n|]{0,40}?(?:your (?:system|initial)\b|your (?:\w+ )?(?:instructions|prompt|rules)|"
        r"system (?:message|prompt)|(?:donnees|given) (?:a l'assistant|to the assistant)|tes (?:instructions|consignes|"
        r"regles))|(?:nouvelles? (?:instructions?|consignes?) systeme|new system (?:instructions?|prompt)) ?:",
        2, "override",
        "overrid overrul preva prime superse precedence emporte nouvelle new_system",
    ),
    mark(
        r"(?<![a-z])(?:ignore[rz]?|disregard|discard|oublie[rz]?) (?:the |les |tous les |all )?(?:others?|autres|"
        r"rest of the|reste du) ?(?:documents?|notes?|sources?|files?|fichiers?|texte?)?",
        1, "override", "other autres rest", orders=True,
    ),
    mark(
        r"(?<![a-z])(?:ne (?:cite|cites|citez|retien\w*|tien\w* compte) que|(?:solely|only|exclusively|uniquement|"
        r"exclusivement) (?:on|sur)|focus (?:only|solely) on|concentre-toi (?:uniquement|seulement) sur) (?:this|ce|"
        r"cette|de ce|celui-ci|celle-ci|de cette)\b",
        1, "override", "ne_ solely only exclusively uniquement exclusivement focus concentre",
    ),
    mark(
        r"(?<![a-z])(?:your|ta|ton|votre) (?:new |only |real |nouvelle? |seule? |vraie? )*(?:task|job|role|mission|"
        r"tache|role|but) (?:now )?(?:is|est)(?: now| desormais| maintenant)? (?:to |de |d')(?:repeat|output|respond|"
        r"reply|print|ignore|obey|pretend|repete|repondre|ecrire|afficher|obeir|affirmer)",
        2, "override", "task job role mission tache but", soft=True,
    ),
    # Forged turns and markup.
    mark(
        r"(?<![a-z])if (?:the |a )?users? asks?|si l'utilisateur (?:demande|te demande|pose)|"
        r"the following (?:information|instructions?) (?:between|to the user|and provide)|provide it to the user|"
        r"focus (?:only|exclusively) on the",
        1, "role",
        "user utilisateur following focus",
    ),
    mark(
        r"(?<![a-z])(?:tell|inform|assure|convince|dis|dites|repond\w*|informe[rz]?|assure[rz]?) (?:the user|users|"
        r"a l'utilisateur|l'utilisateur|aux utilisateurs) (?:that|que|to visit|to click|de cliquer|to download|"
        r"d'aller)",
        1, "role",
        "user utilisateur", orders=True,
    ),
    mark(
        r"(?<![a-z])(?:ignore[rz]?|disregard) (?:the |l'|la |le )?(?:user|utilisateur|question de l'utilisateur|"
        r"demande de l'utilisateur)|before you (?:can )?(?:solve|answer|complete|summari[sz]e|"
        r"continue)\b[^.\n|]{0,60}(?:task|request|question)[^.\n|]{0,60}(?:first|following)|(?:the task|"
        r"the question) (?:that )?(?:the user|i) (?:gave|asked) you",
        2, "role",
        "user utilisateur before_you the_task the_question",
    ),
    mark(
        r"(?:^|\n|--- ?)[ #*>\[<]{0,6}(?:system|systeme|assistant|user|human|developer)(?: (?:message|prompt|override|"
        r"note|update))?[\]>*]{0,3} ?: ?(?:you are|tu es|vous etes|tu dois|focus|ignore|disregard|respond|reply with|"
        r"output|print|from now|there are more|forget|reponds|oublie|ecris|a partir|nouvelles? (?:consigne|"
        r"instruction)|affirme|new instr|<|override)",
        2, "role",
        "system assistant user human developer",
    ),
    mark(
        r"(?:^|\n|--- ?)[ #*>]{0,6}(?:system|assistant|systeme) ?: ",
        1, "role",
        "system assistant",
    ),
    mark(
        r"<\|im_(?:start|end)\|>|<\|(?:system|user|assistant|endoftext)\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|"
        r"instructions?)(?:[ _-](?:prompt|message))?>|\"role\" ?: ?\"(?:system|assistant|developer)\"|"
        r"^#{2,} ?(?:system|instruction) ?:",
        2, "markup",
        "<| inst sys assistant role",
    ),
    mark(
        r"<end of (?:session|document|context|prompt)>|(?:^|\n)#{2,} ?(?:instruction|system)|\bprompt injection:|"
        r"<information>|\[?(?:developer|admin|debug|dan) mode\b|mode (?:developpeur|debridé?|sans filtre)|"
        r"(?<![a-z])jailbreak",
        1, "markup",
        "end_of instruction system prompt information mode jailbreak",
    ),
)  # fmt: skip
