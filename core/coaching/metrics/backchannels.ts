import type { CoachLanguage } from "../languages.ts";

const list = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Words said to show that one listens, lower case, a language. A turn made of them alone takes no turn. */
export const BACKCHANNELS: Record<CoachLanguage, ReadonlySet<string>> = {
	en: list(
		"yeah yes yep mm-hmm mmhmm mm hmm uh-huh okay ok right sure oh ah uh um i see mm-hm hm exactly cool great good nice really no",
	),
	es: list("sí si ajá aja claro vale ok okay ya mhm mmm ah oh bueno perfecto exacto entiendo bien no eh genial cierto"),
	fr: list(
		"oui ouais ok okay d'accord mhm mmh ah oh bien voilà exactement tout à fait hum non super parfait je vois bon",
	),
	de: list("ja jaja genau mhm mmh aha ah oh okay ok klar gut richtig stimmt ach so hm nein super verstehe alles"),
	he: list("כן אהה אוקיי אוקי בסדר נכון בטח אה הבנתי ממ יפה מעולה לא טוב ברור סבבה"),
	ja: list("はい ええ うん そうですね そうですか なるほど へえ ああ あー うんうん はいはい そうです ええと 了解です"),
};

/** Sounds and phrases that fill time, lower case. Counted per hundred words, never inside backchannels. */
export const FILLERS: Record<CoachLanguage, readonly string[]> = {
	en: ["um", "uh", "er", "erm", "you know", "i mean", "kind of", "sort of", "basically", "like"],
	es: ["eh", "em", "este", "o sea", "pues", "digamos", "bueno", "en plan"],
	fr: ["euh", "heu", "ben", "bah", "du coup", "en fait", "genre", "voilà", "quoi"],
	de: ["äh", "ähm", "öh", "halt", "sozusagen", "quasi", "irgendwie", "eigentlich"],
	he: ["אהה", "אמ", "אממ", "כאילו", "בעצם", "סתם", "תכלס", "יעני"],
	ja: ["えっと", "ええと", "あの", "あのー", "えー", "まあ", "なんか", "そのー"],
};
