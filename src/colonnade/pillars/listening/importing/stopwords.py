"""Words that say how a sentence is built, not what it is about, in the commonest languages of Latin script.

Only articles, pronouns, prepositions, conjunctions, auxiliaries, the lightest verbs and particles of chat are
listed, and none of them that means something in English ("die", "van", "son").
"""

_ENGLISH = """
a an the this that these those here there where when why how what which who whom whose i me my mine
myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves one ones someone anyone everyone something
anything everything nothing nobody am is are was were be been being do does did doing done have has had
having will would shall should can could may might must ought get gets got getting go goes going gone
went let lets make makes made i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd
she'll it's it'd it'll we're we've we'd we'll they're they've they'd they'll that's that'll there's
here's what's who's how's where's when's let's isn't aren't wasn't weren't don't doesn't didn't haven't
hasn't hadn't won't wouldn't shan't shouldn't can't cannot couldn't mightn't mustn't ain't dont doesnt
didnt cant wont isnt im ive ill id youre thats whats and or but nor so yet if then else than because
since while until till although though unless whether as of at by for with without within about against
between among into onto through during before after above below from to up upon down in out on off over
under again further across along around behind beside beyond near per via not no yes too very just only
even still also already ever never always often once now ago soon more most less least much many few
several some any all both each every either neither other another such own same rt amp gt lt u ur r n w
b c pls plz ok okay oh ah hey hi hello lol omg etc yeah yep nope gonna wanna gotta really quite rather
maybe perhaps please thanks thank say says said see seen know want need like
"""

_SPANISH = """
el la los las un una unos unas y o pero que de del al en con por para sobre entre hasta desde como
cuando donde quien cual muy mas m\u00e1s menos ya no s\u00ed se su sus mi mis tu tus nos les lo le me te
es fue ser est\u00e1 est\u00e1n estoy estar hay ha han he hemos este esta estos estas ese esa eso esto
porque tambi\u00e9n todo toda todos todas
"""

_FRENCH = """
le la les un une des du de et ou mais que qui quoi dont o\u00f9 au aux en dans sur sous avec sans ce cet
cette ces mon ma mes ta tes sa ses notre nos votre vos leur leurs je tu il elle on nous vous ils elles
ne pas est sont \u00e9tait \u00eatre ont avait avoir c'est j'ai qu'il n'est d'un d'une l'on y si
tr\u00e8s aussi comme tout tous toute toutes
"""

_GERMAN = """
der das den dem des ein eine einen einem einer eines und oder aber dass ich du er sie es wir ihr mich
dich sich uns euch mein dein sein unser ist sind waren bist haben hatte wird werden wurde kann nicht
kein keine auch noch nur schon so wie wenn als bei nach von vom zu zum zur auf aus f\u00fcr \u00fcber
unter vor im am an in um durch gegen ohne
"""

_PORTUGUESE = """
o as um uma uns umas e ou mas que de do da dos das no na nos nas em com por para sem sobre ao aos \u00e0
\u00e0s se seu sua seus suas meu minha ele ela eles elas voc\u00ea n\u00e3o sim mais muito j\u00e1
\u00e9 s\u00e3o foi ser est\u00e1 est\u00e3o estou tem t\u00eam isso isto esse essa este esta como
quando onde porque tamb\u00e9m todo toda todos todas
"""

_ITALIAN = """
il lo la i gli le un uno una e o ma che di del della dei delle da dal dalla in nel nella con su sul
sulla per tra fra non si mi ti ci vi ne \u00e8 sono ho hai ha hanno essere avere questo questa quello
quella come quando perch\u00e9 anche pi\u00f9 molto suo sua loro
"""

_DUTCH = """
de het een en of maar dat dit deze ik jij je hij zij ze wij we jullie mijn jouw zijn haar ons onze is
was waren bent heb hebt heeft hebben had wordt worden kan niet geen ook nog al wel er hier daar waar wie
wat hoe als met naar voor op aan in uit bij om te door over onder tegen zonder
"""

STOP_WORDS = frozenset(
    " ".join((_ENGLISH, _SPANISH, _FRENCH, _GERMAN, _PORTUGUESE, _ITALIAN, _DUTCH)).split()
)
