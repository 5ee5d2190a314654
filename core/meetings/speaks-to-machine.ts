const MACHINE =
	"assistants?|a\\.?i\\.?|bots?|models?|chat ?gpt|gpt|llm|note ?takers?|summari[sz]er|system|asistente|ia|modelo|assistante?|ki|assistent(?:in)?|protokollant|notizen|עוזר|מודל|בינה מלאכותית|アシスタント|モデル|ＡＩ";
const RULES =
	"instructions?|rules?|prompts?|guidelines?|policy|directives?|instrucciones|reglas|indicaciones|consignes?|règles?|anweisungen|regeln|vorgaben|הוראות|הנחיות|כללים|指示|命令|ルール|規則";
const IGNORE =
	"ignor\\p{L}*|forget|disregard|override|bypass|olvida|oublie[rz]?|vergiss|vergessen sie|missachte|התעלם|התעלמי|תשכח|שכח|無視|忘れ";
const OUTPUT =
	"summary|summari[sz]e|takeaways?|notes|output|e-?mail|follow-?up|answer|reply|resumen|resume|correo|respuesta|résumé|résume|courriel|mail|réponse|zusammenfassung|folgemail|antwort|סיכום|תקציר|מייל|תשובה|要約|まとめ|メール|回答|議事録";
const WRITE =
	"write|say|state|include|add|mention|list|output|print|repeat|answer|reply|end|begin|start|put|insert|escribe|incluye|añade|menciona|di|écris|ajoute|inclus|mentionne|dis|schreib\\p{L}*|füge|erwähne|sag|antworte|תכתוב|כתוב|תוסיף|הוסף|書いて|追加|含めて|出力|答えて";

const word = (alternatives: string): string => `(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`;
/** Hebrew and Japanese put little words before and after without a space. */
const loose = (alternatives: string): string => `(?:${word(alternatives)}|(?:${only(alternatives)}))`;

const SIGNS: readonly RegExp[] = [
	// To drop what was asked of it.
	new RegExp(`${loose(IGNORE)}.{0,60}(?:${loose(RULES)}|${word("above|before|everything|meeting")})`, "iu"),
	new RegExp(`${loose(RULES)}.{0,30}${loose(IGNORE)}`, "iu"),
	// Spoken to by what it is, and told to do something.
	new RegExp(`^\\W*(?:note to (?:the )?)?${word(MACHINE)}\\s*[,:：、-]`, "iu"),
	new RegExp(
		`${word("system prompt|developer mode|jailbreak|new (?:task|instructions?|role)|you are now|act as")}`,
		"iu",
	),
	/(?:eres ahora|tu es maintenant|du bist jetzt|sie sind jetzt|מעכשיו אתה|אתה עכשיו|あなたは今から|あなたは今)/iu,
	/let us play|let's play a game|pretend (?:to be|you are)|imagine you are/iu,
	new RegExp(`${word("the (?:model|ai|assistant|bot)")}.{0,20}${word("must|should|has to|will")}`, "iu"),
	// Told what to put into what it makes.
	new RegExp(`${loose(WRITE)}.{0,80}${loose(OUTPUT)}`, "iu"),
	new RegExp(`${loose(OUTPUT)}.{0,80}${loose(WRITE)}`, "iu"),
	new RegExp(
		`${word("whoever|who ever")}.{0,20}${word("writes?|takes|makes|reads?")}.{0,20}${word("notes|summary|this")}`,
		"iu",
	),
	// What people do not say: markup, code, long codes.
	/<\/?[a-z][^>]*>|\{\s*"|```|!\[[^\]]*\]\(/iu,
	/(?<![\p{L}\p{N}])(?=[A-Za-z0-9+/]*\d)(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{20,}/u,
	/(?:\b\p{L} ){5,}\p{L}\b/u,
];

/**
 * Whether words seem meant for a machine that listens rather than for somebody in the meeting. Such words stay in the
 * transcript, and nothing is made of them: they are neither sent, nor quoted in a summary, nor turned into actions.
 */
export function speaksToMachine(text: string): boolean {
	const plain = text.normalize("NFKC").replace(/[\u200b-\u200f\u2060\ufeff]/g, "");
	return SIGNS.some((sign) => sign.test(plain));
}

function only(alternatives: string): string {
	const scripts = alternatives
		.split("|")
		.filter((a) => /[\p{Script=Hebrew}\p{Script=Han}\p{Script=Katakana}]/u.test(a));
	return scripts.length > 0 ? scripts.join("|") : "(?!)";
}
