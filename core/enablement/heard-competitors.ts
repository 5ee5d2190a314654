import type { Competitor } from "../model/enablement.ts";

/**
 * Which competitors are named in texts about a deal, by name or alias: whole words, without regard to case and accents.
 * Names of under three letters are not looked for; they would be found everywhere.
 */
export function heardCompetitors(competitors: readonly Competitor[], texts: readonly string[]): Set<string> {
	const said = ` ${texts.map(plain).join(" ¶ ")} `;
	const heard = new Set<string>();
	for (const { id, name, aliases } of competitors) {
		const names = [name, ...aliases].map(plain).filter((n) => [...n].length >= 3);
		if (names.some((n) => said.includes(` ${n} `))) heard.add(id);
	}
	return heard;
}

/** Lower case, without accents, one space between words and nothing else. */
function plain(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}¶]+/gu, " ")
		.trim();
}
