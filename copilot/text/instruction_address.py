"""Marks of text that speaks to a machine: names it, dictates its summary, asks it to hide or to send out."""

from __future__ import annotations

from copilot.text.instruction_words import MACHINE, OVERRULE, SUMMARY, VERB, mark

_DOCUMENT = (
    r"(?:document|text|texte|mail|email|e-mail|courriel|message|page|file|fichier|note|compte rendu|dossier|cv|resume|"
    r"proposal|offre|offer|contenu|content|conversation|thread|dokument|angebot|documento|testo|texto)s?"
)
_READS = (
    r"(?:reading|reads?|process(?:ing|es)?|summari[sz](?:ing|es?)|analy[sz](?:ing|es?)|pars(?:ing|es?)|scan(?:ning|s)?|"
    r"index(?:ing|es)?|lit|lisent|lisant|resume(?:nt)?|resumant|analyse(?:nt)?|analysant|traite(?:nt)?|traitant|"
    r"synthetise(?:nt)?|liest|lesen|verarbeite\w*|lee|legge)"
)
_THIS = r"(?:this|these|the present|ce|cet|cette|ces|le present|dies\w{0,2}|est[ea]|quest[oa])"
_NOTE = (
    r"(?:note|notice|message|consignes?|instructions?|ordres?|directives?|remarque|attention|reminder|hinweis|"
    r"anweisung\w*|avis|info|information|nota|aviso|avviso|addressed|adressee?s?|destinee?s?|intended|reservee?s?|"
    r"hidden|hidden \w+ \w+)"
)
_TO = (
    r"(?:to|for|aux?|a|pour|an|fur|all'|alla|al|para|per|a l'attention (?:de|des|du)|a l'usage (?:de|des|du)|"
    r"a destination (?:de|des|du)|destinee?s? (?:a|aux?)|intended for|addressed to|only for)(?: (?:the|any|all|every|"
    r"la|le|les|tout|toute|tous|toutes|votre|your|die|den|das|alle|jede\w?))*(?: l'| d'| |(?<='))"
)
_OPENING = r"(?:^|[.!?:;|>\n\"(\[*#-])[ \"*#>(\[-]{0,6}"

MARKS = (
    # Naming the machine.
    mark(
        rf"(?<![a-z]){_NOTE}(?:[^.!?\n:|]{{0,24}}? )?{_TO}{MACHINE}(?:[^.!?\n:|]{{0,90}}?[:,\n] ?(?:{VERB}(?:z|ez)?\b|"
        rf"{OVERRULE}|supprime|efface|omets|tu |vous |you |ne |n'|do not|don't|never|please|always|toujours|"
        rf"the supplier|le fournisseur)|(?<=system) ?:)",
        2, "addressee",
        "note notice message consigne instruction ordre directive remarque attention reminder hinweis anweis avis info "
        "nota avi address adress destin intended reserv hidden",
    ),
    mark(
        rf"(?<![a-z])(?:note|message|hidden (?:\w+ ){{1,2}}|hinweis|nota|important|"
        rf"attention)[^.!?\n:|]{{0,12}}? ?(?:to|for|aux?|a|an|pour|fur|para|per) (?:the |any |all |every |l'|les |la |"
        rf"le |die |den |das |toute? |tous )*{MACHINE} ?:",
        2, "addressee",
        "note message hidden hinweis nota important attention",
    ),
    mark(
        rf"(?:^|[.!?:|\n>]) ?(?:dear|cher|chere|hello|hey|hi|bonjour|salut|liebe\w?|hallo|hola|ciao|to you|"
        rf"a toi),? (?:the |l'|mon |my )?{MACHINE} ?[,:!]|{_OPENING}(?:attention,? ?)?(?:to|for|aux?|a|pour|fur|para|"
        rf"per) (?:the |any |all |every |l'|les |la |le |toute? |tou(?:te)?s les |"
        rf"alle )*{MACHINE}[^.!?\n:|]{{0,60}}: ?(?:{VERB}(?:z|ez)?\b|{OVERRULE}|ne |n'|do not|never|supprime|omets|"
        rf"please)|(?<![a-z])(?:to you|a toi|a vous), ?(?:the |l')?{MACHINE}",
        2, "addressee",
        "dear cher hello hey hi bonjour salut lieb hallo hola ciao to_you a_toi a_vous a_tou to_a to_e to_the for_ "
        "aux_ au_ pour_",
    ),
    mark(
        rf"(?<![a-z])(?:si (?:tu es|vous etes)|if you are|if you're|wenn du|si eres|se sei)(?: now)? (?:an?|une?|le|la|"
        rf"l'|the|eine?n?)? ?{MACHINE}(?= ?[,:;.!]| (?:reading|processing|that|which|and|qui|et|charge)|$)|"
        rf"(?<![a-z])(?:as|en tant qu'|en tant que|als) (?:an?|une?|the|eine?)? ?(?:large )?{MACHINE},? (?:you|your|tu|"
        rf"vous|du|i)\b",
        2, "addressee",
        "if_you si_tu vous_etes wenn as_ tant_qu als_ si_eres se_sei",
    ),
    mark(
        rf"(?<![a-z])(?:you are|tu es|vous etes|du bist|eres|sei)(?: now| desormais| maintenant|"
        rf" a partir de maintenant| jetzt| ahora| ora)? (?:an? |une? |mon |my |l'|eine? |un )?(?:{MACHINE}|"
        rf"(?:unrestricted|evil|uncensored|helpful|pirate|hacker)\b|dan\b|assistants? (?:ia|sans|qui|that|who|utile|"
        rf"helpful))(?! (?:vendor|provider|compan|start|expert|engineer|supplier|team|user|client|editeur|fournisseur|"
        rf"specialist))",
        2, "addressee",
        "you_are tu_es vous_etes du_bist eres sei",
    ),
    mark(
        r"invisible (?:to|for|aux|pour les) (?:humans?|humains|readers|lecteurs)|visible (?:to|only to|by) (?:llms?|ai|"
        r"the model)|white[- ]text|texte (?:blanc|invisible) (?:pour|a l'attention)",
        2, "addressee",
        "invisible visible white texte",
    ),
    mark(
        rf"(?<![a-z])(?:{MACHINE}|assistants?|models?|modeles?|outils?|tools?|systems?|systemes?|agents?|bots?|"
        rf"logiciels?|software|automates?|"
        rf"copilote?s?)(?: \w+){{0,3}}? {_READS} {_THIS} (?:\w+ )?{_DOCUMENT}\b[^.!?\n|]{{0,60}}?(?:[:,] ?(?:{VERB}|"
        rf"{OVERRULE}|ne |n'|do not|supprime|omets|remove)|(?<![a-z])(?:must|should|shall|doi(?:t|vent)|muss|mussen|"
        rf"soll\w*|est prie\w*|sont prie\w*|is asked|are asked|is instructed|debe|deve)\b)",
        2, "addressee",
        "this these ce_ cet cette ces_ present dies este esta quest",
    ),
    mark(
        rf"(?<![a-z])(?:if|when|while|si|lorsque|quand|en|wenn) ?(?:you are |you're |you |vous |tu |"
        rf"du )?(?:asked to )?(?:summari[sz]\w+|generat\w+|analy[sz]ing|process\w*|pars\w+|resume[sz]|resumant|"
        rf"genere[sz]|generant|synthetise[sz]|zusammenfass\w*) (?:{_THIS}|un resume|une synthese|a summary|the summary|"
        rf"la synthese|le resume)(?: \w+){{0,5}}?,? ?(?:then |alors )?(?:{VERB}(?:z|ez)?|{OVERRULE}|omets|omettez|"
        rf"do not|never|ne)\b",
        2, "order",
        "if when while si_ lorsque quand en_ wenn",
    ),
    # What its output must say.
    mark(
        rf"(?<![a-z]){VERB}(?:z|ez)?\b[^.\n|]{{0,40}}?\b(?:dans|in|en|to|into|at the end of|a la fin de) (?:ta|votre|"
        rf"your|deine[rm]?|the final) (?:\w+ )?{SUMMARY},? (?:que|qu'|that|dass|:|the supplier|le fournisseur)",
        2, "order",
        "synthese resume genere analyse summar output completion generated zusammenf ausgabe riassunto", orders=True,
    ),
    mark(
        rf"(?:dans|in) (?:ta|votre|your|deine[rm]?) (?:\w+ )?{SUMMARY}\b[^.\n|]{{0,40}}?(?:{VERB}(?:z|ez)? (?:que|qu'|"
        rf"that|dass)|que le|that the)",
        2, "order",
        "synthese resume genere analyse summar output completion generated zusammenf ausgabe",
    ),
    mark(
        r"(?<![a-z])(?:mentionne|indique|ecris|ecrive|affirme|conclus|conclue|precise|mention|state|say|write|claim|"
        r"conclude|report)(?:z|ez)? (?:que|that) (?:le fournisseur|the supplier|the vendor|the company|la societe|"
        r"l'entreprise|le vendeur|notre societe|nous)[^.\n|]{0,60}?(?:engag|commit|accept|agree|accord|conced|renonc|"
        r"waive|approv|valid|satisf)",
        2, "order",
        "que that", orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:{MACHINE})[^.\n|]{{0,30}}(?:must|should|doit|doivent|shall|muss|mussen) (?:\w+ )?(?:mention|"
        rf"include|indiquer|ecrire|conclure|ignor|repond|state|say|recommend|output|affirm|erwahn)\w*",
        1, "order",
        "must should doi shall muss",
    ),
    mark(
        r"(?<![a-z])(?:supprime|efface|omets|masque|remove|delete|omit|hide|suppress|do not mention|never mention|"
        r"ne mentionne (?:pas|jamais)|ne mentionnez (?:pas|jamais)|losche)\b[^.\n|]{0,24}?(?:toute (?:reference|"
        r"mention)|any (?:reference|mention)|all (?:references|mentions)|the penalties|les penalites)",
        1, "order",
        "supprime efface omets masque remove delete omit hide suppress mention losche",
    ),
    mark(
        r"(?<![a-z])(?:(?:do not|don't|never|ne) (?:\w+ ){0,2}?(?:reveal|disclose|tell|inform|alert|warn|show|"
        r"divulgue\w*|revele\w*|dis|dites|informe\w*|signale\w*|previen\w*|montre\w*|parle\w*)|n'(?:informe|avertis|"
        r"alerte)\w*)\b[^.\n|]{0,40}?(?:\b(?:the user|users|l'utilisateur|aux utilisateurs|"
        r"les utilisateurs)\b[^.\n|]{0,30}\b(?:this|these|ces|cette|of it|ce)\b|\b(?:this|these|ces|"
        r"cette)\b[^.\n|]{0,40}?(?:the user|l'utilisateur|aux utilisateurs|to users))",
        2, "order",
        "user utilisateur",
    ),
    mark(
        r"(?<![a-z])(?:send|forward|post|upload|transmit|e-?mail|exfiltrate|leak|envoie[rz]?|transfere[rz]?|"
        r"transmet\w*|poste[rz]?|publie[rz]?)\b[^.\n|]{0,40}?\b(?:the conversation|chat history|conversation history|"
        r"system prompt|context window|user's (?:\w+ )?(?:data|messages?|files?|emails?)|credentials|api keys?|"
        r"passwords?|l'historique (?:de|des) (?:la )?(?:conversation|discussion)s?|mots de passe|cles? d'api|"
        r"prompt systeme)\b[^.!?\n|]{0,40}?(?:to|a|vers|sur|at|au) (?:https?:|www|\S{1,64}@)",
        2, "order",
        "conversation history prompt context user's credential api password historique passe", orders=True,
    ),
    mark(r"!\[[^\]\n]{0,80}\]\(https?://[^)\s?]{1,200}\?[^)\s=]{0,80}= ?[{<\[$%]",
        2, "order",
        "!["),
)  # fmt: skip
