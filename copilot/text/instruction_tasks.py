"""Marks of what people ask a chatbot and nobody asks in a note: write a poem, how to say it, what school teaches."""

from __future__ import annotations

from copilot.text.instruction_words import LANGUAGE, mark

_GAP = r"[^.!?\n|]"
_TEXT = r"[^!?\n|]"  # a web address may stand in it
_WORK = (
    r"(?:poem|haiku|limerick|sonnet|(?<!user )(?<!success )(?<!brand )(?<!customer )story|fairy ?tale|bedtime story|"
    r"song|lyrics|rap|jokes?|riddle|essay|fable|nursery rhyme|screenplay|tongue twister|poeme|chanson|histoire drole|"
    r"histoire courte|conte|blague|dissertation|devinette|acrostiche|berceuse|gedicht|witz|poema|poesia|chiste|"
    r"barzelletta)s?"
)
_MAKE = (
    r"(?:write|compose|create|generate|provide|give|tell|craft|draft|produce|recite|invent|sing|show|make up|ecris|"
    r"ecrivez|redige[zr]?|compose[zr]?|invente[zr]?|raconte[zr]?|genere[zr]?|cree[zr]?|donne[zr]?|propose[zr]?|"
    r"recite[zr]?|schreibe?|erzahle?|escribe|cuenta|scrivi|racconta)(?:-?moi|-?nous| me| us| mir)?"
)
_CODES = r"(?:python|javascript|typescript|java|php|sql|mysql|c\+\+|c#|rust|bash|html|css|react|node\.?js|ruby|golang)"
_SCIENCE = (
    r"(?:theory of relativity|relativite generale|photosynthes\w+|quantum (?:physics|mechanics|entanglement)|"
    r"(?:physique|mecanique) quantique|theory of evolution|plate tectonics|black holes|trous noirs|world war|"
    r"guerre mondiale|revolution francaise|french revolution|roman empire|empire romain|quadratic equations?|"
    r"equations? du second degre|pythagor\w+|einstein|shakespeare|life ?cycle of (?:an? |the )?(?:butterfl\w+|frog|"
    r"star)|cycle de vie (?:du|d'un) papillon|functions? of the (?:liver|heart|kidneys?)|(?:role|"
    r"fonctions?) du (?:foie|coeur)|recursion|recursivite|great gatsby|mitosis|mitose)"
)
_ASK = (
    r"(?:explain|describe|summari[sz]e|outline|break down|define|what (?:is|are|were|causes?|caused)|how (?:do|does|"
    r"did|can)|why (?:is|are|do|does|did)|who (?:is|was|were|wrote|invented|discovered|painted|composed)|explique[rz]?|"
    r"decris|decrivez|resume[rz]?|definis|qu'est-ce que|quelles? (?:est|sont|etaient)|comment (?:fonctionne\w*|"
    r"resoudre|marche\w*)|pourquoi)"
)

MARKS = (
    mark(
        rf"(?<![a-z])(?:translate|traduis|traduisez|traduire|ubersetze?|traduce|traduci)\b{_GAP}{{0,24}}?(?:following|"
        rf"above|below|preceding|this|suivante?|ci-dessus|ci-dessous|precedente?|cette|ce|folgenden?|obigen?|siguiente|"
        rf"seguente) (?:\w+ )?(?:sentence|text|content|phrase|paragraph|words?|passage|texte|contenu|paragraphe|mots?|"
        rf"satz|texto|frase|testo|(?:in)?to {LANGUAGE})",
        1, "order",
        "translat tradui ubersetz traduc", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:translate|traduis|traduisez)\b{_TEXT}{{0,40}}?(?:(?:in)?to|en|"
        rf"vers l[ea']) ?{LANGUAGE} ?: ?[\"']|how (?:do|would|can) (?:you|i|we|"
        rf"one) say [\"']{_TEXT}{{1,60}}?[\"'] in {LANGUAGE}|comment (?:dit-on|dire|on dit|dis-tu|dites-vous|traduire|"
        rf"se dit) [\"'] ?{_TEXT}{{1,60}}?[\"'] en {LANGUAGE}|(?:what(?:'s| is|s)|que (?:veut dire|"
        rf"signifie)) [\"']{_TEXT}{{1,60}}?[\"'] (?:in|en) {LANGUAGE}|{LANGUAGE} (?:equivalent|translation|"
        rf"word) (?:for|of) [\"']|(?:traduction|equivalent) (?:en )?{LANGUAGE}e? (?:de|du mot) [\"']",
        2, "order",
        "translat tradui how_do how_would how_can comment_d comment_o comment_s what's what_is whats veut_dire "
        "signifie equivalent word_for word_of",
    ),
    mark(
        rf"(?<![a-z]){_MAKE} (?:an?|one|two|three|some|une?|des|ein\w*|otro)? ?(?:(?!the |le |la |"
        rf"les )[\w-]+ ){{0,4}}?{_WORK}(?![a-z])(?! points?| board| plan| rights| for (?:the|our|their)| pour (?:le|la|"
        rf"les|notre) )",
        2, "order",
        "poem haiku limerick sonnet story tale song lyric rap joke riddle essay fable rhyme screenplay twister chanson "
        "histoire conte blague dissert devinette acrostiche berceuse gedicht witz poesi chiste barzell",
        soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z]){_MAKE} (?:an?|one|two|three|\d|une?|deux|trois) (?:[\w-]+ ){{1,2}}?(?:sentences?|"
        rf"phrases?) (?:about|on|sur|a propos)\b",
        2, "order",
        "sentence phrase line", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:{_MAKE}|implement|code[rz]?) (?:an?|the|une?) (?:[\w-]+ ){{0,2}}?(?:simple|basic|short|small|"
        rf"petite?|simple)? ?(?:{_CODES} )?(?:function|program|script|fonction|programme|snippet|example of how|"
        rf"exemple)\b{_TEXT}{{0,60}}?\b(?:factorial|fibonacci|prime numbers?|palindrom\w+|sort(?:s|"
        rf"ing)? (?:an? )?(?:list|array)|hello world|reverse[sd]? a string|calculate the|using {_CODES}|factorielle|"
        rf"nombres? premiers?|trie(?:r)? une liste)|(?:simple|basic|petite?) {_CODES} (?:function|program|script)|"
        rf"what (?:is|are) the (?:\w+ )?differences? between (?:[\"']|{_CODES}\b)",
        2, "order",
        "function program script fonction snippet example exemple difference", soft=True,
    ),
    mark(
        rf"(?<![a-z])(?:give|tell|donne[rz]?|list|cite|propose[rz]?)(?:-?moi| me)? (?:\w+ ){{0,2}}?(?:(?:fun|random|"
        rf"surprising|interesting) facts?|anecdotes? (?:droles?|amusantes?)|recipes? for(?! success| growth| disaster)|"
        rf"recettes? d[e'u])|(?<![a-z])(?:recommend|suggest|recommande[rz]?|conseille[rz]?)(?:-moi| me)? (?:an?|une?|"
        rf"some) (?:\w+ ){{0,2}}?(?:movies?|films?|novels?|romans?|songs?|chansons?|video games?|jeux? video)\b|"
        rf"(?<![a-z]){_MAKE} (?:an?|une?) (?:\w+ )?(?:report|summary|paragraph|rapport|expose|resume|text|"
        rf"texte) (?:about|on|of|sur|de) {_TEXT}{{0,30}}?{_SCIENCE}",
        2, "order",
        "fact anecdote recipe recette movie film novel roman song chanson video report summar paragraph rapport expose "
        "resum text",
        soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:explain|describe|explique[rz]?|decri\w+)\b{_TEXT}{{3,80}}?(?:in simple terms|in layman's terms|"
        rf"like i'?m (?:five|5)|to a (?:child|five|ten|5|beginner)|with an example|step by step|en termes simples|"
        rf"comme (?:a|si j'avais) (?:un enfant|cinq|5)|a un enfant)",
        2, "order",
        "explain describe expli decri", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z]){_ASK}\b{_TEXT}{{0,50}}?(?<![a-z]){_SCIENCE}(?![a-z])|what(?:'s|"
        rf" is) the capital (?:city )?of (?!the |our |your |this |an? |each )[a-z]+ ?\?|quelle est la capitale (?:de |"
        rf"du |d'|des |de l')[a-z' ]{{3,30}} ?\?|who (?:wrote|composed|painted|sang) the (?:play|novel|poem|opera|"
        rf"symphony|painting|song)\b|qui a (?:ecrit|peint|compose) (?:le roman|la piece|l'opera|le tableau|la chanson|"
        rf"le poeme|la symphonie)\b|what(?:'s| is) the weather (?:like )?(?:in|today|tomorrow)",
        2, "order",
        "relativ photosyn quant evolution tectonics black_holes trous_noirs war guerre revolution roman quadrat degre "
        "pythag einstein shakesp cycle function fonction role_du recurs gatsby mitos capital wrote composed painted "
        "sang ecrit peint compose weather",
        soft=True, orders=True,
    ),
    mark(
        r"(?<![a-z])(?:analy[sz]e|determine|classify|identify|detect|analyse[rz]?|determine[rz]?|classe[rz]?) (?:the |"
        r"le |la )?(?:overall |emotional )?(?:sentiment|tone|mood|emotions?|ton|tonalite) (?:of|in|expressed|behind|de|"
        r"du) (?:this|the (?:following|above)|[\"']|ce |cette |la phrase)|(?<![a-z])(?:summari[sz]e|"
        r"resume[rz]?) (?:the plot|l'intrigue)",
        2, "order",
        "sentiment tone mood emotion ton_ tonalit plot intrigue", soft=True, orders=True,
    ),
)  # fmt: skip
