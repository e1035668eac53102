"""Marks of text that speaks to a machine: names it, dictates its summary, asks it to hide or to send out."""

from __future__ import annotations

from copilot.text.instruction_words import MACHINE, MACHINE_NEEDS, OVERRULE, SUMMARY, VERB, mark

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
        MACHINE_NEEDS,
    ),
    mark(
        rf"(?<![a-z])(?:note|message|hidden (?:\w+ ){{1,2}}|hinweis|nota|important|"
        rf"attention)[^.!?\n:|]{{0,12}}? ?(?:to|for|aux?|a|an|pour|fur|para|per) (?:the |any |all |every |l'|les |la |"
        rf"le |die |den |das |toute? |tous )*{MACHINE} ?:",
        2, "addressee",
        MACHINE_NEEDS,
    ),
    mark(
        rf"(?:^|[.!?:|\n>]) ?(?:dear|cher|chere|hello|hey|hi|bonjour|salut|liebe\w?|hallo|hola|ciao|to you|"
        rf"a toi),? (?:the |l'|mon |my )?{MACHINE} ?[,:!]|{_OPENING}(?:attention,? ?)?(?:to|for|aux?|a|pour|fur|para|"
        rf"per) (?:the |any |all |every |l'|les |la |le |toute? |tou(?:te)?s les |"
        rf"alle )*{MACHINE}[^.!?\n:|]{{0,60}}: ?(?:{VERB}(?:z|ez)?\b|{OVERRULE}|ne |n'|do not|never|supprime|omets|"
        rf"please)|(?<![a-z])(?:to you|a toi|a vous), ?(?:the |l')?{MACHINE}",
        2, "addressee",
        MACHINE_NEEDS,
    ),
    mark(
        rf"(?<![a-z])(?:si (?:tu es|vous etes)|if you are|if you're|wenn du|si eres|se sei)(?: now)? (?:an?|une?|le|la|"
        rf"l'|the|eine?n?)? ?{MACHINE}(?= ?[,:;.!]| (?:reading|processing|that|which|and|qui|et|charge)|$)|"
        rf"(?<![a-z])(?:as|en tant qu'|en tant que|als) (?:an?|une?|the|eine?)? ?(?:large )?{MACHINE},? (?:you|your|tu|"
        rf"vous|du|i)\b",
        2, "addressee",
        MACHINE_NEEDS,
    ),
    mark(
        rf"(?<![a-z])(?:you are|tu es|vous etes|du bist|eres|sei)(?: now| desormais| maintenant|"
        rf" a partir de maintenant| jetzt| ahora| ora)? (?:an? |une? |mon |my |l'|eine? |un )?(?:{MACHINE}|"
        rf"(?:unrestricted|evil|uncensored|helpful|pirate|hacker)\b|dan\b|assistants? (?:ia|sans|utile))(?! (?:vendor|"
        rf"provider|compan|start|expert|engineer|supplier|team|user|client|editeur|fournisseur|specialist))",
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
        rf"soll\w*|est prie\w*|sont prie\w*|is asked|are asked|is instructed|debe|deve)\b (?:\w+ ){{0,3}}?(?:state|say|"
        rf"write|conclude|claim|consider|recommend|treat|rate|affirmer|ecrire|conclure|dire|considerer|recommander|"
        rf"traiter|noter|ignorer|ignore|omettre|omit)\b)",
        2, "addressee",
        "_reading_ _read_ _reads_ _process _summari _analy _pars _scan _index _lit_ _lisent_ _lisant_ _resum _traite "
        "_traitant _synthetis _liest_ _lesen_ _verarbeit _lee_ _legge_",
    ),
    mark(
        rf"(?<![a-z])(?:if|when|while|si|lorsque|quand|en|wenn) ?(?:you are |you're |you |vous |tu |"
        rf"du )?(?:asked to )?(?:summari[sz]\w+|generat\w+|analy[sz]ing|process\w*|pars\w+|resume[sz]|resumant|"
        rf"genere[sz]|generant|synthetise[sz]|zusammenfass\w*) (?:{_THIS}|un resume|une synthese|a summary|the summary|"
        rf"la synthese|le resume)(?: \w+){{0,5}}?,? ?(?:then |alors )?(?:{VERB}(?:z|ez)? (?:que|qu'|that|dass)|"
        rf"{OVERRULE}|omets|omettez|do not|never|ne)\b",
        2, "order",
        "summari generat analy process pars resum genera genere synthetis zusammenf",
    ),
    mark(
        rf"{_OPENING}(?:cher|chere|dear|hey|hello|bonjour|ok|attention|important)[ ,:]{{1,3}}(?:the |l')?(?:{MACHINE}|"
        rf"copilote?|assistant|model|modele)(?! [a-z]) ?[,:!\]]|{_OPENING}(?:{_NOTE}[^.!?\n:|\]]{{0,24}} (?:to|for|"
        rf"aux?|a|pour) )?(?:the |l'|ton |mon )?(?:copilote?|assistant|resumeur|summari[sz]er|redacteur automatique|"
        rf"modele|model|{MACHINE})(?: qui \w+(?: \w+){{0,3}}| instructions?)? ?[\]:,!] ?(?:(?:{VERB}(?:z|ez)?|ne|never|"
        rf"n'\w+|do not|say|passe|skip|omets|omit)\b[^.!?\n|]{{0,60}}?\b(?:que|qu'|that|plan|synthese|resume|summary|"
        rf"litiges?|risques?|risks?|comme|as|section|so in)\b|(?:please |merci de )(?:summari[sz]e|resumer|classer|"
        rf"rank|rate|noter))",
        2, "addressee",
        MACHINE_NEEDS + " redacteur",
    ),
    mark(
        r"(?<![a-z])(?:en tant qu'|as an? |als )(?:assistant|ki-assistent|copilote?) ?,? ?(?:tu dois|you must|musst du|"
        r"you should)",
        2, "addressee", "assist copilot",
    ),
    mark(
        rf"(?<![a-z])(?:{MACHINE}|outils? de resume|summari[sz]ers?)[^.!?\n|:]{{0,40}}?(?:must|should|shall|will|"
        rf"doi(?:t|vent)|(?:est|sont) prie\w* d'?e?|(?:is|are) (?:asked|requested|instructed) to|ecrira|conclura|"
        rf"affirmera) ?(?:(?:state|write|conclude|claim|ecrire|conclure|affirmer)? ?(?:que|qu'|that) |(?:skip|omit|"
        rf"ignore|disregard|omettre|ignorer|passer|sauter) (?:the |la |le |this |cette |ce |les )(?:next |"
        rf"following )?(?:section|paragraph\w*|partie|clause|page|chapitre)|(?:noter|rate|rank|score|classer|note[rz]?|"
        rf"approve) (?:this|cette|notre|our|ce|the vendor|the supplier|le fournisseur))",
        2, "addressee",
        MACHINE_NEEDS,
    ),
    mark(
        rf"(?<![a-z])(?:demande|demandons|prie|asked|ask|instruct\w*) (?:a |au |aux |a l'|to )?(?:the |any |l'|toute |"
        rf"tout )*{MACHINE}[^.!?\n|:]{{0,30}}?(?:d'|de |to )(?:ecrire|affirmer|conclure|indiquer|mentionner|state|"
        rf"write|say|conclude|claim) (?:que|qu'|that)",
        2, "addressee",
        MACHINE_NEEDS,
    ),
    # What its output must say.
    mark(
        rf"(?<![a-z])(?:any|every|each|the|toute?|chaque|la|le) (?:generated |automatic )?(?:summary|synthese|resume|"
        rf"account plan|plan de compte|report)(?: \w+){{0,5}}? {_THIS} {_DOCUMENT} (?:must|should|shall|will|doi(?:t|"
        rf"vent)) (?:\w+ )?(?:say|state|claim|conclude|mention|affirmer|indiquer|conclure|dire|mentionner|"
        rf"preciser) (?:que|qu'|that)|(?<![a-z])(?:in|into|from|dans|de|du|"
        rf"lors de la generation d[ue](?: la)?) (?:the |le |la |ce )?(?:generated (?:plan|summary|report|answer)|"
        rf"(?:plan|resume|compte rendu|rapport) genere|synthese generee|(?:resume|synthese|plan|"
        rf"rapport)(?=,)) ?,? (?:please )?(?:{VERB}(?:z|ez)? (?:que|that)|(?:omit|leave out|remove|skip|omets|omettez|"
        rf"supprime[rz]?) (?:every|any|all|toute)|n'evoque\w* (?:pas|aucun)|ne (?:parle|mentionne|signale)\w* (?:pas|"
        rf"aucun)|do not mention)|(?<![a-z])(?:summari[sz]e|resume[rz]?) {_THIS} {_DOCUMENT} (?:as|par|by (?:saying|"
        rf"stating)|en (?:disant|affirmant|indiquant)) ?(?:[\"]|que|that)",
        2, "order",
        "summar synthese resum plan report genere rapport compte_rendu",
    ),
    mark(
        rf"(?<![a-z]){VERB}(?:z|ez)?\b[^.\n|]{{0,40}}?\b(?:dans|in|en|to|into|at the end of|a la fin de) (?:ta|votre|"
        rf"your|deine[rm]?|the final) (?:\w+ )?{SUMMARY},? (?:que|qu'|that|dass|:|the supplier|le fournisseur)",
        2, "order",
        "synthese resume genere analyse summar output completion generated zusammenf ausgabe riassunto", orders=True,
    ),
    mark(
        rf"(?:dans|in|en|nel|nella) (?:ta|votre|your|deine[rm]?|tu|tuo|tua|"
        rf"su) (?:\w+ )?{SUMMARY}\b[^.\n|]{{0,40}}?(?:{VERB}(?:z|ez)? (?:que|qu'|that|dass)|(?:que|che) (?:le|el|la|"
        rf"il) |that the)",
        2, "order",
        "synthese resume genere analyse summar output completion generated zusammenf ausgabe",
    ),
    mark(
        r"(?<![a-z])(?:mentionne|indique|ecris|ecrive|affirme|conclus|conclue|precise|mention|state|say|write|claim|"
        r"conclude|report)(?:z|ez)? (?:que|that) (?:le fournisseur|the supplier|the vendor|the company|la societe|"
        r"l'entreprise|le vendeur)[^.\n|]{0,60}?(?:engag|commit|accept|agree|accord|conced|renonc|waive|approv|valid|"
        r"satisf)",
        2, "order",
        "fournisseur supplier vendor company societe entreprise vendeur", orders=True,
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
        r"(?<![a-z])(?:(?:do not|don't|never|not|ne) (?:\w+ ){0,2}?(?:reveal|disclose|tell|inform|alert|warn|show|"
        r"divulgue\w*|revele\w*|dis|dites|informe\w*|signale\w*|previen\w*|montre\w*|parle\w*)|n'(?:informe|avertis|"
        r"alerte)\w*)\b[^.\n|]{0,40}?(?:\b(?:the user|users|l'utilisateur|aux utilisateurs|"
        r"les utilisateurs)\b[^.\n|]{0,30}\b(?:this|these|ces|cette|ce) (?:instructions?|prompts?|messages?|notes?|"
        r"text|texte|paragraph\w*|consignes?|directives?)|\b(?:this|these|ces|cette|ce) (?:instructions?|prompts?|"
        r"messages?|notes?|text|texte|paragraph\w*|consignes?|directives?)\b[^.\n|]{0,20}?(?:the user|l'utilisateur|"
        r"aux utilisateurs|to users))",
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
