"""Marks of text that recasts an answer: in rhymes, without vowels, with a slogan, with this code."""

from __future__ import annotations

from copilot.text.instruction_words import LANGUAGE, REPLY, SUMMARY, VERB, YOUR, mark

_GAP = r"[^.!?\n|]"
_TEXT = r"[^!?\n|]"  # a web address may stand in it
_LETTERS = (
    r"(?:(?<!capital )(?<!block )(?<!cover )letters|vowels?|consonants?|anagram\w*|emojis?|emoticon\w*|typos?|"
    r"misspell\w*|punctuation|alphanumeric|homophon\w*|palindromes?|acrostic|substitution|spaces|symbols|hashtags|"
    r"voyelles?|consonnes?|anagrammes?|fautes (?:de frappe|d'orthographe)|ponctuation|espaces|symboles|verlan|"
    r"acrostiche|argot|rimes?|rhym\w+|alexandrins?|vokale?|buchstaben)"
)
_CODE = (
    r"(?:base ?-?(?:16|32|58|64)|rot ?-?13|hexadecimal|morse(?: code)?|code morse|binary|binaire|ascii(?: art)?|cipher|"
    r"caesar|leet(?:speak)?|pig latin|unicode|braille|backwards|a l'envers|upside down|reverse order|reversed|"
    r"gibberish|verlan|emojis?)"
)
_SCRAMBLE = (
    r"(?:scramble|jumble|shuffle|rearrange|misspell|anagram|reverse|encode|encrypt|encipher|obfuscate|garble|melange|"
    r"brouille|chiffre|encode|inverse|permute)(?:[rz]|up)?"
)
_RECAST = (
    r"(?:modify|augment|enhance|alter|adjust|tweak|amend|rewrite|rephrase|reword|extend|enrich|embellish|supplement|"
    r"sprinkle|infuse|pepper|spice up|adapt|transform|modifie[rz]?|complete[rz]?|enrichi\w*|adapte[rz]?|reformule[rz]?|"
    r"reecri\w+|transforme[rz]?|agremente[rz]?|parseme[rz]?|verandere|erganze)"
)
_PUT = (
    r"(?:add|include|insert|integrate|append|prepend|embed|incorporate|put|place|slip|weave|drop|introduce|work|"
    r"ajoute[rz]?|inclu(?:s|re|ez)|insere[rz]?|integre[rz]?|incorpore[rz]?|glisse[rz]?|mets|mettez|place[rz]?|fuge|"
    r"anade|agrega|aggiungi|inserisci)"
)
_PIECE = (
    r"(?:sentences?|statement|headlines?|tips?|reminder|jokes?|(?:random |fun )?facts?|advert\w*|ads?|slogans?|plugs?|"
    r"hashtags?|appeals?|recommendation|disclaimer|poem|song|trivia|call to action|reason|links?|paragraph|praise|"
    r"phrases?|titres?|astuces?|conseils?|rappels?|blagues?|publicites?|lien|appel|anecdotes?|avertissement|promotion|"
    r"satz|frase|\"|(?<![a-z])'|www)"
)
_PUSH = (
    r"(?:encourag\w+|urging|inviting|suggest(?:ing)?|promot\w+|advertis\w+|emphasi[sz]ing|stressing|highlighting|"
    r"pointing to|linking to|directing to|tell\w*|warn\w*|persuad\w+|soulignant|insistant|vantant|incitant|"
    r"encourageant|renvoyant|invitant|recommend\w*|remind\w*|ask\w*|invit\w+)"
)
_READERS = (
    r"(?:users?|readers?|people|everyone|viewers?|visitors?|followers|utilisateurs?|utilisatrices?|lecteurs?|"
    r"lectrices?|internautes?|visiteurs?)"
)
_TEXT_OF = rf"(?:{REPLY}|messages?)"
_NEEDS_REPLY = "answer repl respon output completion message repon sortie respuesta antwort ausgabe rispost"

MARKS = (
    mark(
        rf"(?<![a-z])(?:{YOUR}|the) (?:\w+ )?{_TEXT_OF}(?:'s?)?(?: \w+){{0,3}}? (?:in|with|without|using|as|into|to|en|"
        rf"avec|sans|par) (?:\w+ ){{0,4}}?(?:{_LETTERS}|{_CODE})(?![a-z])|(?<![a-z]){YOUR} {_TEXT_OF} {_CODE}(?![a-z])",
        2, "order", _NEEDS_REPLY, soft=True,
    ),
    mark(
        rf"(?<![a-z])(?:replace|substitute|convert|swap|use|render|write|spell|introduce|insert|remove|omit|group|"
        rf"combine|turn|change|drop|express|add|put|provide|translate|remplace|substitue|convertis|utilise|enleve|"
        rf"supprime|retire|regroupe|introdui|mets|ecri|"
        rf"{_SCRAMBLE})[a-z]{{0,3}}\b{_GAP}{{0,60}}?(?<![a-z]){_LETTERS}(?![a-z]){_GAP}{{0,50}}?(?<![a-z]){YOUR} "
        rf"(?:\w+ )?{_TEXT_OF}\b",
        2, "order", _NEEDS_REPLY, soft=True,
    ),
    mark(
        rf"(?<![a-z]){_SCRAMBLE}\b{_GAP}{{0,50}}?(?<![a-z])(?:{YOUR} (?:\w+ )?{_TEXT_OF}\b|(?:letters|words|lettres|"
        rf"mots)\b)|(?<![a-z])(?:group|combine|concatenate|join|regroupe|colle)[a-z]{{0,2}} (?:the |all |les |"
        rf"tous les )?(?:letters|words|characters|lettres|mots|caracteres) (?:of|in|de|dans) {YOUR} (?:\w+ "
        rf")?{_TEXT_OF}",
        2, "order",
        "scrambl jumbl shuffl rearrang misspel anagram revers encod encr encip obfusc garbl melang brouill chiffr "
        "invers permut group combin concat join coll", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:replace|substitute|convert|swap|change|remplace|substitue|"
        rf"convertis)[a-z]{{0,3}} (?:[\w']+ ){{0,5}}?(?:vowels?|consonants?|(?:every|each|chaque) (?:\w+ )?(?:letter|"
        rf"lettre)|voyelles?|consonnes?|(?:letters|lettres){_GAP}{{0,24}}(?:numbers|symbols|digits|emojis?|chiffres|"
        rf"symboles|nombres))\b",
        2, "order",
        "vowel consonant letter lettre voyelle consonne", orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:encode|encrypt|render|write|output|translate|convert|provide|give|traduis|traduisez|"
        rf"encode[rz]?|convertis\w*|donne[rz]?|ecri\w+|formule[rz]?) (?:all |toute |l'integralite de |"
        rf"toutes )?(?:{YOUR}) (?:\w+ )?(?:{REPLY}|{SUMMARY}) (?:in|to|into|using|as|en|vers|sous forme de|"
        rf"avec) (?:an? |the |du |le |une? )?(?:{_CODE}|{_LETTERS}|{LANGUAGE})(?![a-z])",
        2, "order", _NEEDS_REPLY + " synthese resume summar", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:respond|reply|answer|speak|talk|write|repond\w*|parle[rz]?|exprime\w*)(?: only| always|"
        rf" exclusively| back| toujours| uniquement|-toi|-vous)? (?:in|as|like|using|with|en|comme|avec) (?:an? |the |"
        rf"une? )?(?:{_CODE}|pirate|yoda|shakespear\w+|rhymes?|verse|riddles?|haikus?|poem|song|rimes|alexandrins?|"
        rf"poeme|jeune enfant|robot)(?![a-z])",
        2, "order",
        "respond repl answer speak talk write repond parl exprim", orders=True,
    ),
    mark(
        rf"(?<![a-z]){_RECAST} {YOUR} (?:\w+ )?{REPLY} (?:to|by|with|so|as|pour|en|avec|par|afin|um|para)\b",
        2, "order", _NEEDS_REPLY, soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:begin|start|end|finish|conclude|commence[rz]?|termine[rz]?) {YOUR} (?:\w+ )?{REPLY} (?:with|by|"
        rf"par|avec|en) (?:an? |une? )?(?:advert\w*|slogan|insult\w*|publicite|curse|mock\w*|rant|threat\w*)|"
        rf"(?<![a-z])(?:make|rends|rendez) {YOUR} {REPLY} (?:sound |look |plus )?(?:rhyme|funny|sarcastic\w*|rude|"
        rf"drole|sarcastique|impoli\w*|like a)|(?<![a-z])(?:answer|respond|reply|repond\w*) (?:only )?(?:in|"
        rf"en) (?:all )?(?:caps\b|uppercase|lowercase)|(?<![a-z])(?:ta|your) {REPLY} (?:en majuscules|"
        rf"in (?:all )?(?:caps|uppercase))|(?<![a-z]){_PUT} (?:\w+ )?(?:false|fake|misleading|incorrect|fausses?|"
        rf"mensonges?)\b{_GAP}{{0,60}}?(?:in|into|to|dans|a) {YOUR} {REPLY}",
        2, "order",
        _NEEDS_REPLY, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:{_PUT}|say|dis|dites|repeat|repete[rz]?|conclude|end|termine[rz]?)\b{_TEXT}{{0,40}}?(?:\"|"
        rf"following (?:sentence|text|words)|(?:phrase|texte) suivante?){_TEXT}{{0,100}}?(?<![a-z])(?:in|to|at "
        rf"the end of|dans|a|a la fin de|with) (?:every|"
        rf"each|all your|chaque|toutes (?:tes|vos)) (?:\w+ )?(?:answers?|responses?|repl(?:y|ies)|summar(?:y|ies)|"
        rf"outputs?|reponses?|syntheses?|resumes?)\b",
        2, "order",
        _NEEDS_REPLY + " synthese resum summar", soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:tell|warn|convince|remind|dis|dites) (?:the |aux |a tes |all )?{_READERS} (?:in|"
        rf"dans) {YOUR} {REPLY}|(?<![a-z])(?:claim|pretend|pretends|pretendez|lie|mens)\b{_GAP}{{0,20}}?(?:in|"
        rf"dans) {YOUR} {REPLY}|(?<![a-z])(?:respond|output|answer|reponds|repondez) (?:with|par|avec) (?:the |le |la |"
        rf"les )?(?:text|words?|phrase|sentence|texte|mots?) [\"'][^\n\"']{{6}}",
        2, "order",
        _NEEDS_REPLY, soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:begin|start|end|finish|conclude|preface|open|close|sign|commence[rz]?|termine[rz]?|conclu\w+|"
        rf"signe[rz]?) (?:all |every |each |toutes? |chaque )*(?:{YOUR} |of )*(?:\w+ )?{REPLY} (?:with|by|par|"
        rf"avec) (?:(?:the|an?|les|le|la|une?) (?:words?|phrase|sentence|joke|mots?|blague|emoji|hashtag)|[\"'])",
        2, "order", _NEEDS_REPLY, orders=True,
    ),
    mark(
        rf"(?<![a-z]){_PUT}\b{_TEXT}{{0,30}}?(?<![a-z]){_PIECE}{_TEXT}{{0,100}}?(?<![a-z])(?:in|into|to|within|"
        rf"at the end of|dans|a|en|a la fin de|in|zu|a) {YOUR} (?:\w+ )?{REPLY}\b",
        2, "order", _NEEDS_REPLY, soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z]){_PUT} (?:the (?:words?|text|sentence) |la phrase |le texte |"
        rf"les mots )?\"[^\"\n]{{4,300}}\"{_TEXT}{{0,60}}?(?<![a-z])(?:in|into|to|at the end of|dans|a|"
        rf"a la fin de) {YOUR} (?:\w+ )?{REPLY}\b",
        2, "order", _NEEDS_REPLY, soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z]){_PUT} (?:www|\w+\.(?:com|net|org|xyz|io|fr|biz)|https?:)\S*{_TEXT}{{0,40}}?(?:in|into|to|dans|"
        rf"a) {YOUR} (?:\w+ )?{REPLY}\b",
        2, "order", _NEEDS_REPLY, soft=True, orders=True,
    ),
    mark(
        rf"(?<![a-z])(?:in|within|throughout|at the end of|dans|"
        rf"a la fin de) {YOUR} (?:\w+ )?{REPLY} ?,? (?:\w+ ){{0,2}}?(?:tease|hint|promote|advertise|pretend|praise|"
        rf"glorify|{_PUSH} (?:that )?(?:all |the |les |aux |to )?{_READERS}|vante[rz]?|(?:incite|encourage|invite|"
        rf"suggere|conseille|recommande)[rz]? (?:aux |les |a tous les |des )?{_READERS}|fais la promotion|"
        rf"faites la promotion|laisse[rz]? entendre)\b",
        2, "order", _NEEDS_REPLY, soft=True,
    ),
    mark(
        rf"(?<![a-z])(?:{_PUSH}|for|pour que|to|aux?|a tous les) (?:all |the |les |"
        rf"tous les )?{_READERS}\b{_TEXT}{{0,120}}?{YOUR} {REPLY}\b|"
        rf"(?<![a-z]){YOUR} {REPLY}\b{_TEXT}{{0,120}}?(?:{_PUSH}|for|pour que|aux?|a tous les) (?:all |the |les |"
        rf"tous les )?{_READERS}\b",
        1, "order",
        "user reader people everyone viewer visitor follower utilisat lect internaut visiteur", soft=True,
    ),
    mark(
        rf"(?<![a-z]){VERB}(?:z|ez)?\b{_TEXT}{{0,100}}?\b(?:in|to|into|at the end of|dans|a|a la fin de) (?:{YOUR}|"
        rf"the) (?:\w+ )?(?:response|answer|reply|reponse)\b",
        1, "order",
        "response answer reply reponse", soft=True,
    ),
    mark(
        rf"(?<![a-z])(?:respond|reply|answer|output|reponds|repondez|antworte)\b{_GAP}{{0,12}}? (?:only|uniquement|"
        rf"seulement|nur|simply|exclusively)\b|(?:only|simply|just) (?:respond|reply|answer) with|reply with only|"
        rf"nothing else|(?:rien d'autre)",
        1, "order",
        "only uniquement seulement nur simply exclusively just nothing rien",
    ),
    mark(
        rf"(?:following|subsequent|below|attached) code (?:block|snippet|excerpt|section|fragment|"
        rf"sample)\b{_GAP}{{0,120}}?\byour (?:\w+ ){{0,2}}?(?:code\w*|implementation|solution|algorithm|program|script|"
        rf"answer|response|elucidation)\b|\byour (?:\w+ )?(?:code\w*|implementation|solution|algorithm|program|script|"
        rf"answer|response)\b{_GAP}{{0,80}}?(?:following|subsequent|below|attached) code (?:block|snippet|excerpt|"
        rf"section|fragment)|(?:bloc|extrait|fragment|morceau) de code (?:suivant|ci-dessous)\b{_GAP}{{0,80}}?\b(?:ton|"
        rf"ta|votre) (?:code|solution|programme|implementation|reponse|algorithme)",
        2, "order",
        "code",
    ),
)  # fmt: skip
