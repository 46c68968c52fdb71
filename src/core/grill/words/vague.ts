/**
 * Ways to hand a decision back, or to say nothing at all. Regular expressions over `plain` text: lower case, without
 * accents. Whatever else stands beside them is an answer.
 */
export const vague: Record<string, readonly string[]> = {
  english: [
    "what(?:ever|soever)(?: (?:you|u|ya)(?:'d| would)?(?: (?:think|like|want|say|prefer|recommend|decide|choose|suggest|feel like))?(?: is)?(?: (?:the )?(?:best|right|good|fine|ok|better))?)?(?: (?:is )?(?:best|works?|fine|easiest|easier|simplest))?",
    '(?:which|any)(?:ever|how)?(?: one)?(?: (?:you|u) (?:think|like|want|prefer)(?: is)?(?: best)?)?(?: (?:is )?(?:best|works?|fine|ok|will do))?',
    'as (?:you|u) (?:like|wish|see fit|want|prefer|think(?: best)?)|(?:do )?what (?:do )?(?:you|u) (?:think|want|like|prefer|recommend|suggest)(?: is)?(?: best)?|how(?:ever)? you (?:like|want|prefer|see fit)',
    "(?:it|that)?(?: is|'s)? ?(?:all|entirely|completely|totally)? ?up ?to ?(?:you|u|the (?:agent|team|bot))|your (?:call|choice|decision|pick)|you (?:decide|choose|pick|call it|tell me|know (?:best|better)|are the (?:expert|boss))|(?:can|could|would) you (?:just )?(?:decide|choose|pick)",
    "(?:i )?(?:do not|don't|dont|doesn't|didn't|does not) (?:really |actually |honestly )?(?:know|care|mind|agree|matter|have (?:an? )?(?:opinion|preference|idea|clue))(?: (?:either way|at all|much))?|i (?:couldn't|could not) care less",
    "idk|idc|dunno|no idea|no (?:strong )?(?:opinion|preference|clue|comment)s?|not sure(?: yet)?|i'm not sure|unsure|no|nope|nah|not|none(?: of (?:these|those|them|the above))?|neither|hard to say|who knows|good question|tough (?:one|call)",
    "(?:either|any)(?: (?:one|way|of (?:them|these|those|the two)))?(?: (?:is|are|will be|would be) (?:fine|ok|good))?(?: (?:works?|will do|goes))?|doesn't matter|don't matter|no matter|same to me|all the same|makes no difference",
    "it depends|depends|maybe|perhaps|possibly|probably|later|tbd|tba|n/?a|let me think(?: about (?:it|this|that))?|(?:i )?(?:will|'ll|need to|have to|must|want to) think(?: about (?:it|this|that))?|i'll get back(?: to you)?|i trust (?:you|your judge?ment|u)|(?:use|trust) your (?:best )?judge?ment|surprise me|something|anything|somehow|the (?:best|right|usual|normal|sensible|obvious) (?:one|thing|way|option)|do (?:the right|your) thing|what makes sense|do your best|as usual|the usual",
    'h+m+|h+u+h+|u+h+m*|u+m+|e+r+m*|e+h+|meh|shrug|dots|test|foo|bar|asdf|lol|haha',
  ],
  german: [
    'egal|(?:ist |das ist )?mir (?:ist (?:das )?)?(?:egal|gleich|wurscht|wurst|schnuppe|recht)|ganz egal|wie (?:du|ihr|sie) (?:willst|wollt|wollen|meinst|meint|meinen|mochtest|denkst|magst)|(?:was|wie) auch immer(?: (?:du|ihr|sie) (?:willst|wollt|meinst|meint|denkst))?|was (?:(?:du|ihr|sie) (?:willst|meinst|denkst|fur richtig haltst|meint))(?: auch immer)?',
    'entscheide? (?:du|ihr|selbst)|(?:du|ihr) entscheide(?:st|t)|(?:deine|eure|ihre) (?:entscheidung|wahl)|keine ahnung|weiss (?:ich )?nicht|ich weiss (?:es )?nicht|k\\.? ?a\\.?|keine (?:meinung|praferenz)|irgendwas|irgendwie|irgendeine?[rs]?|mach (?:einfach|mal|halt)?(?: wie du (?:meinst|denkst|willst))?|nein|nicht sicher|vielleicht|mal sehen|spater|kommt drauf an|schwer zu sagen|uberrasch mich|passt schon irgendwie',
  ],
  french: [
    "peu importe|(?:c'est )?comme (?:tu|vous) (?:veux|voulez|preferes?|preferez|le sens|pensez|penses)|ce que (?:tu|vous) (?:veux|voulez|penses|pensez|preferes|preferez)|(?:ca|cela) m'est egal|(?:je )?m'en fi(?:che|ous)|je (?:ne )?sais pas|(?:j'en ai )?aucune idee|(?:a )?(?:toi|vous) de (?:voir|decider|choisir)|a vous de voir|tu decides|vous decidez|n'importe(?: (?:quoi|lequel|laquelle))?|l'un ou l'autre|pas sur|sais pas|je m'en remets a (?:toi|vous)|peut-etre|bof|non|ca depend|on verra",
  ],
  spanish: [
    '(?:lo que|como) (?:tu |usted |vosotros |ustedes )?(?:quieras|quiera|querais|quieran|creas|prefieras|prefiera|digas|piensas|te parezca|veas)(?: mejor)?|(?:me )?da (?:lo mismo|igual)|me da igual|(?:yo )?no (?:lo )?se|ni idea|no tengo (?:ni )?idea|tu decides|decide tu|usted decide|decidan ustedes|no me importa|cualquiera(?: de (?:los|las) dos)?|lo que sea|no estoy segur[oa]|sin preferencia|tu (?:eliges|veras)|elige tu|depende|quizas?|tal vez|ya veremos|como veas',
  ],
  italian: [
    "(?:fai |fate )?(?:come|quello che) (?:vuoi|preferisci|volete|credi|pensi|ti pare|vuole|preferite)|(?:per me )?(?:e )?(?:lo stesso|uguale|indifferente)|(?:non|nn) (?:lo )?so|boh|(?:decidi|scegli) tu|decida lei|fai tu|fate voi|non mi (?:importa|interessa)|qualsiasi(?: cosa)?|qualunque|non (?:ho|ne ho) (?:idea|preferenze)|nessuna (?:idea|preferenza)|dipende|forse|vedremo|uno (?:o|vale) l'altro",
  ],
  portuguese: [
    '(?:o que|como) (?:voce|vc|tu|voces)? ?(?:quiser|achar(?: melhor)?|preferir|quiserem|acha|pensa)|tanto faz|nao (?:sei|faco ideia|tenho (?:ideia|preferencia|certeza))|nao me importa|nao importa|(?:voce|vc|tu) (?:decide|escolhe|que sabe)|decide (?:tu|voce)|qualquer (?:um|uma|coisa)|sei la|fica a (?:seu|teu) criterio|depende|talvez|nao|ve la tu',
  ],
  dutch: [
    'maakt (?:me |mij )?(?:niet|niks) (?:uit|uit hoor)|(?:maakt )?niet uit|om het even|(?:wat|zoals) (?:jij|je|u|jullie) (?:wilt?|denkt|vindt|willen|het beste vindt)|(?:ik )?weet (?:ik )?(?:het )?niet|geen (?:idee|mening|voorkeur)|(?:jij|u|jullie) (?:beslist|kiest|mag kiezen|beslissen)|beslis (?:jij|maar)|kies (?:jij|maar)|aan jou|jouw keuze|boeit (?:me )?niet|nee|misschien|geen flauw idee|hangt ervan af|doe maar(?: wat)?',
  ],
  polish: [
    '(?:jest mi )?(?:wszystko jedno|obojetnie|obojetne)|(?:wszystko )?mi (?:to )?(?:obojetne|jedno|wszystko jedno)|(?:co|jak) (?:chcesz|chcecie|uwazasz|uwazacie|wolisz|sadzisz|myslisz)|nie wiem|nie mam (?:zdania|pojecia|preferencji)|(?:ty|wy)? ?(?:decyduj|zdecyduj|wybierz|decydujesz|decydujcie)(?: (?:sam|sama|ty))?|bez znaczenia|ktorykolwiek|ktorakolwiek|cokolwiek|jakkolwiek|niewazne|moze|zobaczymy|to zalezy|zalezy|nie',
  ],
  russian: [
    '(?:мне )?(?:все равно|всеравно|без разницы|пофиг|безразлично|не важно|неважно)|(?:как|что) (?:хочешь|хотите|скажешь|скажете|считаешь(?: нужным)?|считаете(?: нужным)?|думаешь|думаете|решишь|решите|угодно)|(?:я )?не (?:знаю|уверена?|уверен)|(?:сам[аи]?|ты|вы)? ?(?:решаи|решаите|реши|решите|выбираи|выбираите)(?: (?:сам[аи]?|ты|вы))?|на (?:твое|ваше) усмотрение|(?:тебе|вам) (?:решать|виднее)|любои|любая|любое|понятия не имею|хз|может быть|наверное|зависит|посмотрим|нет|не',
  ],
};

/** The same for languages that leave no blank between words. */
export const vagueUnspaced: readonly string[] = [
  // Chinese, simplified and traditional
  '随便(?:你|您|吧|啦|都行)*|隨便(?:你|您|吧|啦|都行)*|(?:我)?(?:都可以|都行|都好|无所谓|無所謂|没意见|沒意見|不知道|不清楚|不确定|不確定|没想法)|(?:由|让|讓)?(?:你|您)(?:来|來)?(?:决定|決定|定|选|選|看着办|看著辦|做主|觉得呢|說了算|说了算)(?:吧|就好|就行)*|看你(?:吧)?|听你的|聽你的|你看着办(?:吧)?|不在乎|哪个都行|哪個都行|也许|可能吧|再说吧|不',
  // Japanese; the marks of か and で are kept
  'お?任せ(?:します|する|るよ|ます|で)*|おまかせ(?:します|で)*|どちらでも(?:いい|良い|よい|構いません|かまいません)?(?:です)?(?:よ)?|どっちでも(?:いい|良い)?(?:です)?(?:よ)?|(?:何|なん)でも(?:いい|良い|よい)?(?:です)?(?:よ)?|わかりません|分かりません|わからない|分からない|知らない|知りません|気にしません|特に(?:なし|ありません|希望はありません)|好きに(?:して|してください)?|適当に?(?:お願いします|で)?|(?:あなた|そちら)(?:が|で)(?:決めて)(?:ください)?|決めて(?:ください)?|多分|たぶん|うーん|えーと|いいえ',
  // Korean
  '아무거나(?:요)?|상관\\s?(?:없어(?:요)?|없습니다|없음)|(?:그냥 )?알아서(?: ?(?:해\\s?주세요|해줘|해|하세요|결정하세요))?|마음대로(?: ?(?:해|하세요|해요))?|(?:잘 )?모르겠(?:어요|습니다|어|네요|음)|몰라(?:요)?|글쎄(?:요)?|(?:네가|당신이|직접) ?(?:정해|결정해|결정하세요|정하세요)(?:요|줘)?|뭐든(?:지)?(?: ?(?:좋아요|괜찮아요))?|어느\\s?(?:쪽|것)이든(?: ?(?:좋아요|상관없어요))?|다 ?(?:좋아요|괜찮아요)|아니(?:요|오)',
];
