import type { DealStatus } from "../model/deal.ts";
import type { LeadStatus } from "../model/lead.ts";
import { headerWords } from "./name-key.ts";

const LOST =
	"lost|loss|closed lost|lose|disqualified|dead|abandoned|rejected|declined|cancelled|canceled|no decision|unqualified|withdrawn|omitted|duplicate|perdida|perdido|cerrada perdida|cerrado perdido|rechazada|rechazado|cancelada|descartada|perdu|perdue|fermée perdue|refusé|refusée|annulé|abandonné|sans suite|verloren|abgelehnt|abgesagt|storniert|geschlossen verloren|abgebrochen|אבוד|הפסד|הפסדנו|נסגר הפסד|נדחה|בוטל|失注|敗戦|不成立|見送り|キャンセル|却下|失注クローズ";
const WON =
	"won|win|closed won|closedwon|signed|closed signed|ganada|ganado|cerrada ganada|cerrado ganado|firmado|gagné|gagnée|gagne|fermée gagnée|signé|signée|conclu|gewonnen|geschlossen gewonnen|abgeschlossen gewonnen|unterschrieben|זכייה|נצחון|זכינו|נסגר בהצלחה|נחתם|受注|成約|契約済|受注済|成立|獲得";

/** Where a stage usually stands, by the words in it; 1 is the first talk, 9 the last signature. */
const RANKS: [number, string][] = [
	[1, "prospect|lead|new|inbox|unqualified|target|nuevo|nouveau|neu|חדש|見込|新規|リード"],
	[2, "contact|appointment|engag|connect|outreach|contacto|rendez|termin|kontakt|פגישה|アポ|初回|接触|アプローチ"],
	[3, "qualif|discovery|need|interest|scop|calific|cualific|besoin|bedarf|qualifiz|אפיון|ヒアリング|要件|課題"],
	[4, "analy|id decision|decision maker|perception|evaluat|assess|analis|evaluac|évaluation|בחינה|検討|評価"],
	[5, "demo|present|solution|value|demostr|presenta|démo|vorführ|präsent|הדגמה|מצגת|デモ|提示|プレゼン"],
	[6, "poc|pilot|trial|proof|test|piloto|prueba|essai|pilote|פיילוט|トライアル|試用"],
	[7, "propos|quote|offer|rfp|bid|pric|propuesta|cotiz|oferta|devis|offre|proposition|angebot|הצעה|הצעת|提案|見積"],
	[8, "negotiat|review|negoci|verhandl|négoci|משא ומתן|交渉|調整|稟議"],
	[9, "contract|legal|procure|verbal|commit|closing|decision|contrato|contrat|vertrag|חוזה|契約|内示|クロージング"],
];

const lost = new Set(LOST.split("|").map(headerWords));
const won = new Set(WON.split("|").map(headerWords));

/** What a stage's or outcome's name says about how the deal stands; null when it says nothing, which mostly means open. */
export function kindOfStage(name: string): DealStatus | null {
	const words = headerWords(name).replace(/^\d+\s*%?\s*/, "");
	if (words === "open" || words === "in progress" || words === "pending") return "open";
	if (lost.has(words)) return "lost";
	if (won.has(words)) return "won";
	const parts = words.split(" ");
	// "Closed - Lost to competitor", "Won (renewal)"; lost first: "not won" and "win/loss review" are rare, "closed lost" is not.
	if (/^(?:closed?|cerrad[ao]|fermée?|geschlossen) /.test(words) || parts.length <= 3) {
		if (parts.some((p) => lost.has(p))) return "lost";
		if (parts.some((p) => won.has(p))) return "won";
	}
	if (/失注|見送|敗/.test(words)) return "lost";
	if (/受注|成約/.test(words) && !/見込|予定|前/.test(words)) return "won";
	return null;
}

/** What the name says about when the stage comes: the number or percentage it begins with, else its words; null when neither. */
export function rankOfStage(name: string): { number: number | null; rank: number | null } {
	const lead =
		/^\s*(?:stage\s*|phase\s*|s)?(\d{1,3})(?:\s*[-.:)%_]|\s|$)/i.exec(name) ?? /\((\d{1,3})\s*%\)\s*$/.exec(name);
	const words = headerWords(name);
	let rank: number | null = null;
	for (const [at, list] of RANKS) {
		if (
			list
				.split("|")
				.some(
					(w) => ` ${words}`.includes(` ${headerWords(w)}`) || (/[^\p{Script=Latin} ]/u.test(w) && words.includes(w)),
				)
		) {
			rank = at;
		}
	}
	return { number: lead?.[1] === undefined ? null : Number(lead[1]), rank };
}

const LEADS: [LeadStatus, string][] = [
	[
		"converted",
		"converted|customer|won|closed won|closed converted|opportunity|convertido|cliente|converti|client|konvertiert|kunde|gewonnen|הומר|לקוח|コンバート|取引開始済み|成約|顧客|商談化",
	],
	[
		"disqualified",
		"disqualified|unqualified|lost|dead|junk|bad|rejected|not interested|do not contact|closed|closed not converted|recycled|descalificado|descartado|perdido|no interesado|disqualifié|perdu|non qualifié|pas intéressé|disqualifiziert|unqualifiziert|verloren|kein interesse|ungeeignet|לא רלוונטי|נפסל|אבוד|不適格|失注|対象外|見込みなし",
	],
	[
		"qualified",
		"qualified|mql|sql|sales qualified lead|marketing qualified lead|hot|open deal|accepted|calificado|cualificado|qualifié|qualifiziert|מתאים|מוכשר|適格|有望|見込みあり",
	],
	[
		"working",
		"working|contacted|in progress|attempted to contact|connected|engaged|nurture|nurturing|warm|open not contacted working|assigned|en proceso|contactado|en cours|contacté|in bearbeitung|kontaktiert|בטיפול|נוצר קשר|対応中|連絡済み|コンタクト済み|フォロー中",
	],
	[
		"new",
		"new|open|open not contacted|raw|cold|subscriber|lead|uncontacted|bad timing|nuevo|abierto|nouveau|ouvert|neu|offen|חדש|פתוח|新規|未対応|未着手|オープン",
	],
];
const leadWords = new Map(
	LEADS.flatMap(([status, list]) => list.split("|").map((w) => [headerWords(w), status] as const)),
);

/** Our status for a lead status as a company writes it; null when its words say nothing. */
export function leadStatusOf(text: string): LeadStatus | null {
	const words = headerWords(text);
	const exact = leadWords.get(words);
	if (exact) return exact;
	for (const [word, status] of leadWords) if (word.length > 3 && words.endsWith(` ${word}`)) return status;
	return null;
}
