"""Words that tell what a sentence is in a negotiation: French, English and some German, on folded text."""

from __future__ import annotations

import re

TARGET = re.compile(
    r"\b(?:cibles?|objectifs?|targets?|goals?|viser|visons|vise|aim(?:ing)? (?:for|at)|on vise|we want|"
    r"nous voulons|on veut|"
    r"we are going for|ziel)\b"
)
FLOOR = re.compile(
    r"\b(?:(?:our|notre) (?:limit|limite|maximum|minimum|max|min)|(?:won't|cannot|can't|"
    r"ne peut pas) accept(?:er)? (?:more|less|plus|moins)|"
    r"planchers?|floors?|walk[- ]?away|bottom line|lignes? rouges?|red lines?|untergrenze|prix de reserve|"
    r"reservation (?:price|value)|(?:en dessous|au[- ]dessous|below|under)\b.{0,40}\b(?:pas|not|n't|never|no)|"
    r"pas (?:en dessous|moins|plus bas|au[- ]dessous)|(?:not|no|never|n't|cannot|can't) (?:go )?(?:below|"
    r"lower|under|less)|"
    r"minimum acceptable|au minimum pour nous)\b"
)
OPENING = re.compile(
    r"\b(?:ouvr(?:ir|ons|e) a|exigence initiale|premiere (?:offre|proposition)|on (?:demande|demarre)|nous demandons|"
    r"opening (?:offer|position|ask|bid)|we (?:ask|open|start)|open (?:at|with)|anchor\w*|einstiegs\w+)\b"
)
LIMIT = re.compile(
    r"\b(?:jusqu'a|up to|au maximum|maximum|max|at most|no more than|pas plus (?:de|que)|au[- ]dessus non|"
    r"plafond|ceiling|"
    r"accepterai\w*|accepteraient|would accept|could accept|can accept|could live with|peut aller|could go|can go|"
    r"sai[st] (?:le )?defendre|can defend|bis zu|hochstens)\b"
)
DEMAND = re.compile(
    r"\b(?:(?<!je )demand\w*|exig\w*|attend\w*|reclam\w*|requir\w*|request\w*|ask(?:s|ed|ing)?|wants?|"
    r"expects?|insist\w*|veu(?:t|lent)|"
    r"souhait\w*|impos\w*|obligatoire\w*|mandatory|reductions?|baisses?|cuts?|price decrease|engagements?|"
    r"transferts?|"
    r"fordert|verlangt|push\w* for|looking for)\b"
)
STANCE = re.compile(
    r"\b(?:on ne|nous ne|we (?:do not|don't|won't|will not|cannot|can't)|pas de (?:geste|baisse|remise|"
    r"concession)|no (?:discount|price)|"
    r"refus\w*|refuse\w*|accept\w*|propos\w*|ouverts?\b|open to|offer\w*|offr\w*|d'accord|agree\w*|"
    r"position|decid\w*|negoci\w*|"
    r"negotiat\w*|ok\b|appartien\w*|belongs?|hors de question|out of the question|renonc\w*|gard(?:er|ons)|keep)\b"
)
GIVE = re.compile(
    r"\b(?:(?:on|nous) (?:propos|offr|accord|conced|consent|lach|cede|prend\w* a (?:notre|nos))\w*|(?:we|"
    r"i) (?:\w+ )?(?:offer|propose|grant|"
    r"concede|give|throw in|include|waive)\b|prets? a (?:donner|ceder|accorder|offrir|faire)|(?:willing|"
    r"ready|prepared) to (?:give|offer|grant|"
    r"concede|accept)|geste commercial|(?:we|on|nous) (?:could|can|pourrai\w*|peut|"
    r"pouvons) (?:\w+ )?(?:offer|give|grant|offrir|donner|accorder|"
    r"lacher|ceder|consentir|proposer)|concessions? possibles?|possible concessions?|a notre charge|"
    r"at our (?:cost|expense)|free of charge|"
    r"gratuit\w*)\b"
)
NEGATED_GIVE = re.compile(
    r"\b(?:pas de (?:geste|remise|concession)|no (?:concession|discount|gesture)|(?:ne|"
    r"n') ?\w+ (?:\w+ )?pas|hors de question|"
    r"(?:don't|do not|won't|will not|cannot|can't) (?:offer|give|grant|concede)|refus\w*)\b"
)
IN_EXCHANGE = re.compile(
    r"\b(?:en (?:echange|contrepartie)(?: (?:de|d'|du|des))?|in (?:exchange|return)(?: for)?|moyennant|"
    r"in exchange of|as a trade for|"
    r"im gegenzug)\b[,:]? ?"
)
AGAINST = re.compile(r" (?:contre|against) ")
CONDITION = re.compile(
    r"\b(?:si|if|wenn) (?P<who>vous|nous|on|you|we|ils|elle|il|they|le client|the (?:client|customer)|sie|"
    r"wir)\b ?(?P<a>[^,:;]+?)"
    r"(?:, ?(?:alors |then )?| then | alors )(?P<b>[^;.]{8,})"
)
OURS = re.compile(r"\b(?:notre|nos|nous|on|our|ours|we|us|wir|unser\w*)\b")
THEIRS = re.compile(
    r"\b(?:ils|elle|elles|leurs?|le client|la cliente|les achats|l'acheteu\w+|they|their|them|"
    r"the (?:client|customer|buyer)|"
    r"procurement|purchasing|he|she|his|her|der kunde|sie)\b"
)
REPORTED = re.compile(
    r"(?:\b(?:il|elle|ils|he|she|they) (?:m'|me |nous |told |has |have |a |ont )?(?:dit|dis|said|says|"
    r"told|disent|repond|answered|repete)\b|"
    r"\b(?:told|tells) (?:me|us)\b|\b(?:m'a|nous a|m'ont|nous ont) (?:dit|annonce|confie|repondu)\b|"
    r"\bhat (?:mir|uns) gesagt\b|"
    r"je cite|i quote|selon (?:lui|elle|eux)|d'apres (?:lui|elle|eux)|according to|\bquote\b)"
)
THEIR_LIMIT = re.compile(
    r"\b(?:ils|elles?|il|they|she|he|le client|les achats|l'acheteu\w+|the (?:client|customer|buyer)|"
    r"procurement|sie)\b[\w' ]{0,25}"
    r"\b(?:jusqu'a|up to|at most|no more than|accepterai\w*|accepteraient|would accept|could accept|"
    r"can accept|could live with|"
    r"peu\w+ aller|could go|can go|would go|sai[st] (?:le )?defendre|can defend|bis zu)\b"
)
INTEREST = re.compile(
    r"\b(?:interets?|interests?|priorit\w+|veu(?:t|lent)|wants?|attend(?:ent|s)?\b|attentes?|expect\w*|"
    r"besoins?|needs?|souhait\w*|"
    r"objectifs?|goals?|tient a|cares? about|compte pour|regarde|enjeux?|concerns?|preoccup\w*|veut|"
    r"looking for|sucht|braucht)\b"
)
INTEREST_LIST = re.compile(
    r"\b(?P<what>interets?|interests?|attentes|priorites|priorities|needs)\s*(?:du |de la |des |de |of |"
    r"for )?(?:the )?"
    r"(?P<side>client|clients|customer|leurs?|theirs?|eux|them|nous|notres?|nos|ours?|us|"
    r"we)?\s*(?P<who>[\w' ]{0,25})\s*[:=]\s*"
)
OUR_WORDS = frozenset({"nous", "notre", "notres", "nos", "our", "ours", "us", "we"})
OBJECT = re.compile(
    r"\b(?:consultations?|appels? d'offres?|tenders?|rf[pqi]s?|renouvel\w*|renew\w*|re-?negoci\w*|"
    r"re-?negotiat\w*|remise en concurrence|"
    r"accord[- ]cadre|contrat[- ]cadre|framework agreement|master agreement|avenant|contract (?:ends?|"
    r"expires?|end date)|"
    r"(?:expire|termine|ends?|echoit|arrive a echeance)\b.{0,30}|ausschreibung|verlangerung|"
    r"convention (?:unique|annuelle)|"
    r"negociations? (?:annuelles?|commerciales?)|annual negotiation|line review|joint business plan)\b"
)
DEADLINE = re.compile(
    r"\b(?:remise|offres?|deadlines?|echeances?|date limite|avant le|au plus tard|soutenances?|oraux|"
    r"decisions?|comite|demarrage|debut|"
    r"notifi\w*|preavis|notice|expire\w*|ends?|termine|fin du contrat|by|before|until|no later|submission|"
    r"due|presentation|pitch|go-live|"
    r"start date|kick-?off|board|shortlist|signature|sign(?:ed|ing)?|report\w*|postpon\w*|renewal|frist|"
    r"bis zum|reunion|meeting)\b"
)
MANDATE = re.compile(
    r"\b(?:vot\w+|voix|decid\w+|decideu\w+|decision[- ]maker|mandat\w*|signs? off|approves?|methode|style|"
    r"objectif perso\w*|"
    r"personal (?:target|goal|objective)|mise en concurrence|negociat\w*|negotiat\w*|sponsor|champion\w*|"
    r"soutien|supporter|allie|ally|"
    r"opposant|hostile|sceptic\w*|skeptic\w*|sceptique|passe(?:nt)? (?:devant|par) lui|"
    r"passe(?:nt)? devant|tient le comite|"
    r"runs the (?:committee|process|tender)|leads the (?:tender|process)|veto|final say|last word|"
    r"dernier mot|tranche\b|"
    r"comite d'investissement|investment committee|economic buyer|budget holder|ecoute\b|listens?|tough|"
    r"obsessed|pushes|"
    r"entscheide\w*|gatekeeper|bonus (?:depends|is tied)|looks (?:only )?at|regarde d'abord)\b"
)
POWER = re.compile(
    r"\b(?:depend\w*|premier (?:client|fournisseur)|(?:largest|biggest|main|sole|only|single) (?:client|"
    r"customer|supplier|source)|"
    r"seul fournisseur|unique fournisseur|sole[- ]source|mise en concurrence|massification|consolidat\w+|"
    r"allotissement|dual[- ]?sourc\w*|"
    r"second source|reprise du personnel|reversibilite|switching|cout de changement|transition|monopole|exclusi\w+|"
    r"part de (?:marche|portefeuille|nos)|share of|lock-?in|si \w+ part\b|on est mal|on ferme|if (?:they|"
    r"we) (?:leave|lose)|"
    r"ref(?:erence)? utilisable|ils n'ont (?:personne|pas)|they have no|they lack|perdent de l'argent|"
    r"barrier|capacity|capacite|"
    r"joue pour nous|in our favou?r|leverage|rapport de force|poids|bargaining)\b"
)
OUR_ALTERNATIVE = re.compile(
    r"\b(?:redeploy\w*|redeploi\w*|realloc\w*|reaffect\w*|alternatives?|plan b|solution de repli|fallback|"
    r"batna|mesore|hors table|"
    r"(?:to|for|on|sur|vers|chez) (?:an)?(?:other|un autre|d'autres|les autres) (?:clients?|customers?|"
    r"accounts?|comptes?)|walk away|s'en passer|without (?:them|this account)|redirig\w*|redirect\w*|"
    r"(?:ils|they) cherchent \w+|they are looking for \w+)\b"
)
OFFER = re.compile(
    r"\b(?:offres?|offers?|propos\w*|promet\w*|promis\w*|quot\w+|prix|prices?|tarif|indicativ\w*|"
    r"moins cher|cheaper|undercut\w*|"
    r"pilote gratuit|free pilot|angebot|bid|devis|realise deja|already (?:supplies|serves|does|delivers)|"
    r"donne satisfaction)\b"
)
CRITERIA = re.compile(
    r"\b(?:criter\w+|kriteri\w+|ponderation|weighting|scoring grid|grille (?:de notation|d'evaluation))\b"
)
WEIGHT = re.compile(r"(?:\b(?:poids|weights?|weighting|ponderation|points?|note|score|gewicht\w*)\b|%)")
RETAIL = re.compile(
    r"\b(?:enseignes?|grande distribution|gms|hypermarches?|supermarches?|pgc|fmcg|mdd|"
    r"marques? de distributeur|lineaires?|"
    r"centrales? (?:d'achat|de referencement)|referencement|trade marketing|retailers?|grocery|drive|"
    r"tetes? de gondole|"
    r"conditions generales de vente|cooperation commerciale|convention unique|nip\b|prospectus|"
    r"category manager|shelf)\b"
)
FRANCE = re.compile(r"\b(?:france|francais\w*|french|paris|lyon|code de commerce|convention unique|gms|pgc)\b")
FREEZE = re.compile(r"\b(?:gel|geler|gele|freeze|frozen|flat|stable|maintien|hold|inchange\w*|unchanged|zero)\b")
DOWNWARD = re.compile(
    r"(?:\b(?:moins|minus|baisse\w*|reduction|reduire|diminu\w*|cut|lower|decrease\w*|drop|reduce\w*|"
    r"remise|down)\b|-\s?$)"
)
UPWARD = re.compile(r"(?:\b(?:plus|hausse\w*|augment\w*|increase\w*|raise\w*|rise|up|revalorisation)\b|\+\s?$)")
CONSENT = re.compile(r"\bok\b(?! (?:pour|for) (?:moi|me))|\b(?:d'accord pour|fine with|happy to)\b")
WANT = re.compile(
    r"\b(?:on veut|nous voulons|on demande|nous demandons|we want|we ask for|we need|we expect|il nous faut)\b"
)
OFFERING = re.compile(
    r"^(?:donc |alors |so )?(?:on|nous|we) (?:leur |vous |could |can |will |would |pourrait |peut )?"
    r"(?:propos\w+|offr\w+|offer|propose|grant|give|accord\w+|mett\w+) (?:them |you |to )?"
)
