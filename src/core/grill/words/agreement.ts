/** Ways to agree to what is recommended. Regular expressions over `plain` text. */
export const agreement: readonly string[] = [
  'y|yes|all (?:good|fine|right)|ye[ap]h?|yup|aye|ok|oke|okay|okey|k|kk|sure(?: thing)?|of course|agreed?|i agree|concur|confirm(?:ed|ing)?|correct|right|exactly|absolutely|definitely|perfect|great|good|fine|nice|cool|sounds (?:good|great|right|fine)|looks (?:good|great|right|fine)|works(?: for me)?|lgtm|sgtm|wfm|\\+1|approved?|accept(?:ed)?|do (?:it|that|so)|go(?: ahead| for it)?|proceed|makes sense|same|ack|roger|true|yes please|go on',
  'ja|jawohl|jo|jep|klar|genau|einverstanden|passt|stimmt|gut|gerne|richtig|in ordnung|alles klar|mach das|machen wir(?: so)?|so machen|super|bestatigt',
  "oui|ouais|d'accord|daccord|entendu|parfait|bien sur|exact|tout a fait|ca marche|ca me va|c'est bon|confirme|tres bien|va pour",
  'si|sip|claro|vale|de acuerdo|perfecto|correcto|exacto|por supuesto|adelante|confirmo|confirmado|muy bien|esta bien|hecho',
  "va bene|certo|d'accordo|perfetto|esatto|giusto|bene|ottimo|confermo|procedi|sono d'accordo",
  'sim|claro|certo|concordo|combinado|perfeito|isso|pode ser|beleza|de acordo|esta bem|tudo bem|pode seguir',
  'prima|akkoord|goed|is goed|klopt|zeker|doen we|eens|mee eens|ga door|top',
  'tak|zgoda|dobrze|jasne|pewnie|zgadzam sie|oczywiscie|potwierdzam|w porzadku|swietnie',
  'да|ага|ок|океи|хорошо|согласен|согласна|верно|конечно|ладно|подтверждаю|договорились|отлично|правильно',
];

export const agreementUnspaced: readonly string[] = [
  '是的?|好的?(?:吧)?|可以|同意|没问题|沒問題|行|对|對|确认|確認(?:します|しました)?|赞成',
  'はい|ええ|了解(?:です|しました)?|賛成(?:です)?|同意(?:します|です)?|それで(?:お願いします|いいです)?|大丈夫(?:です)?|いいです(?:ね)?|そうしましょう|承知(?:しました)?',
  '네|예|넵|응|좋아요?|좋습니다|동의(?:합니다|해요)?|그래(?:요)?|맞아요?|확인(?:했습니다)?|괜찮아요|그렇게 ?(?:해주세요|하세요|하죠)',
];

/** Names the recommendation itself. */
export const recommendation: readonly string[] = [
  'recommend(?:ed|ation|ations)?|suggested|proposed|default|your suggestion',
  'empfehlung|empfohlene?[nrs]?|vorschlag|vorgeschlagene?[nrs]?',
  'recommandee?s?|recommandation|recomendad[oa]s?|recomendacion|recomendacao|sugerid[oa]|consigliat[oa]|raccomandat[oa]|raccomandazione|suggerit[oa]',
  'aanbevolen|aanbeveling|zalecan[ayeo]|zalecenie|rekomendowan[ayeo]|rekomendacja|rekomendacja|polecan[ayeo]',
  'рекомендованн(?:ыи|ое|ая|ую)|рекомендуем(?:ыи|ое|ая|ую)|рекомендаци[яюи]',
];

export const recommendationUnspaced: readonly string[] = [
  '(?:按|用|选|選|就)?(?:推荐|推薦|建议|建議)(?:的|方案|选项|選項|项)*',
  '(?:お(?:すすめ|勧め)|推奨)(?:の|案|どおり|通り|もの|で|を|お願いします)*',
  '추천(?:안|대로|하는|한|된|으로|로|해\\s?주신)*(?: ?(?:것|걸로|할게요|해주세요|하세요|합시다))*',
];
