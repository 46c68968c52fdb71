/** Words that carry no decision by themselves. */
export const fillers: readonly string[] = [
  "the|an?|it|its|it's|is|are|was|be|been|am|i|i'm|im|i'd|i'll|i've|me|my|mine|we|we'd|we'll|us|our|you|you're|u|your|yours|they|them|this|that|that's|these|those|one|ones|there|here|to|of|for|in|on|with|at|by|as|from|about|will|would|could|can|should|shall|may|might|do|does|did|just|really|honestly|actually|frankly|personally|simply|please|pls|plz|thanks|thank|thx|then|now|so|and|but|or|also|too|very|much|well|let|let's|lets|go|going|guess|suppose|think|thinking|believe|feel|seems?|looks?|sounds?|imo|imho|tbh|fwiw|afaik|if|what|which|option|options|answer|choice|choices|question|decision|case|project|team|team's|oh|ah|hey|hi|hello|dear|mate|man|guys|anyway|though|still|again|than|more|most|way|thing|things|use|take|pick|choose|have|has|had|get|give|want|like|see|say|said|with that|today|moment|right now|for now",
  'ich|du|wir|ihr|sie|es|das|der|die|den|dem|ein|eine|einen|mir|mich|dir|uns|ist|sind|bin|war|halt|eben|einfach|mal|doch|schon|bitte|danke|und|oder|aber|also|so|da|dann|wie|was|auch|nur|sehr|ganz|wirklich|ehrlich|gesagt|hier|nehme?n?|nimm|fur|mit|zu|zur|zum|von|am|im|bei|option|antwort|frage|entscheidung',
  "je|j'ai|tu|vous|nous|on|il|elle|ca|cela|ce|c'est|c|est|le|la|les|un|une|des|de|du|et|ou|mais|donc|alors|bien|vraiment|honnetement|svp|stp|merci|pour|avec|moi|toi|a|au|en|que|qui|prends?|prendre|prenons|l'option|option|reponse|choix|selon|vas?-?y|y|d'abord",
  'yo|tu|usted|me|te|se|lo|la|el|los|las|un|una|es|esta|eso|esto|y|o|pero|pues|bueno|de|del|que|para|por|favor|con|mi|ti|gracias|realmente|la verdad|entonces|opcion|respuesta|como|a mi|al',
  "io|tu|lei|noi|voi|mi|ti|ci|lo|la|il|le|gli|un|una|uno|e|o|ma|per|con|di|del|della|che|favore|grazie|davvero|allora|quindi|per favore|questa|questo|opzione|risposta|l'opzione|sinceramente|ok|anche",
  'eu|voce|vc|nos|me|o|os|um|uma|e|ou|mas|de|do|da|que|para|por|favor|obrigad[oa]|com|isso|entao|opcao|resposta|mim|realmente|sinceramente|pra',
  'ik|jij|je|wij|we|u|het|de|een|is|en|of|maar|dus|dan|dat|dit|mij|mijn|met|voor|van|aan|bedankt|alsjeblieft|graag|echt|eigenlijk|hoor|optie|antwoord|keuze|met de|mee',
  'ja|ty|wy|my|mi|to|jest|sie|i|a|o|ale|wiec|no|prosze|dziekuje|dzieki|naprawde|szczerze|dla|mnie|z|ze|w|na|opcja|opcje|odpowiedz|sam|sama',
  'я|ты|вы|мы|мне|меня|это|эта|этот|и|а|но|или|так|ну|же|ли|бы|пожалуиста|спасибо|честно|говоря|для|с|на|в|по|вариант|ответ|как|что|тогда|просто|ваше|твое|давай|давайте|даваи|даваите|то',
];

export const fillersUnspaced: readonly string[] = [
  '我|你|您|吧|啊|呢|了|的|啦|呀|嘛|就|但是|但|不过|請|请|谢谢|謝謝|觉得|這個|这个|那|嗯|哦|呃',
  'です|ます|ください|お願いします|よろしく|ね|よ|は|が|を|に|で|も|の|と|あの|まあ|じゃあ|では|私|僕|ん|お',
  '그냥|저는|저|나는|제|저희|요|은|는|이|가|을|를|도|에|좀|그|음|흠|감사합니다|부탁(?:해요|드립니다)|으로|로|할게요|해주세요|해 주세요',
];
