import { headerWords } from "../intake/name-key.ts";
import { type DecimalMark, decimalEvidence, readNumber } from "../intake/read-number.ts";
import { minorFromDecimal } from "../model/money.ts";
import { countryCode } from "./country-code.ts";
import type { MarketCell } from "./market-cell.ts";

/** What a column of a market table may be. */
export const MARKET_FIELDS = [
	"country",
	"region",
	"industry",
	"size",
	"sizeFrom",
	"sizeTo",
	"companies",
	"spend",
	"growth",
	"people",
] as const;
export type MarketField = (typeof MARKET_FIELDS)[number];
/** Columns by field, counted from 0. */
export type MarketMapping = Partial<Record<MarketField, number>>;

/** A row that is no cell, counted from 1 with the header, and what is wrong with it. */
export interface MarketReject {
	row: number;
	code: "nothing" | "companies" | "spend" | "growth" | "people" | "size";
	value: string;
}

const NAMES: Record<MarketField, string> = {
	country: "country|land|país|pays|מדינה|国|nation|geo|country code",
	region: "region|state|area|province|bundesland|región|région|אזור|地域|nuts|county",
	industry: "industry|sector|branche|vertical|industria|secteur|industrie|ענף|業種|activity|nace|naics",
	size: "size|size class|size band|employees|company size|größe|größenklasse|mitarbeiter|tamaño|taille|effectif|גודל|עובדים|規模|従業員数|employee band|employee range",
	sizeFrom: "size from|employees from|min employees|min size|von",
	sizeTo: "size to|employees to|max employees|max size|bis",
	companies:
		"companies|number of companies|enterprises|firms|businesses|establishments|unternehmen|anzahl unternehmen|empresas|entreprises|חברות|מספר חברות|企業数|会社数|count",
	spend:
		"spend|spend per company|spending|budget|average spend|annual spend|ausgaben|ausgaben je unternehmen|gasto|gasto por empresa|dépenses|dépense par entreprise|הוצאה|הוצאה לחברה|支出|年間支出",
	growth: "growth|growth rate|gdp growth|cagr|wachstum|crecimiento|croissance|צמיחה|成長率",
	people:
		"people|population|inhabitants|workforce|einwohner|bevölkerung|población|population active|habitants|אוכלוסייה|תושבים|人口",
};

/** Which column is what, by its heading. */
export function guessMarketMapping(headers: readonly string[]): MarketMapping {
	const mapping: MarketMapping = {};
	const taken = new Set<number>();
	const words = headers.map(headerWords);
	for (const exact of [true, false]) {
		for (const field of MARKET_FIELDS) {
			if (mapping[field] !== undefined) continue;
			const names = NAMES[field].split("|").map(headerWords);
			const at = words.findIndex(
				(word, k) => !taken.has(k) && names.some((name) => (exact ? word === name : ` ${word} `.includes(` ${name} `))),
			);
			if (at < 0) continue;
			mapping[field] = at;
			taken.add(at);
		}
	}
	return mapping;
}

/** Reads rows (without the header; `numbers` are theirs in the file) by a mapping. Rows that cannot be read are named, never guessed at. */
export function readMarketRows(
	rows: readonly string[][],
	mapping: MarketMapping,
	currency: string,
	numbers: readonly number[] = rows.map((_, k) => k + 2),
): { cells: MarketCell[]; rejects: MarketReject[] } {
	const cells: MarketCell[] = [];
	const rejects: MarketReject[] = [];
	const mark = markOf(rows, mapping);
	rows.forEach((row, k) => {
		if (row.every((cell) => cell.trim() === "")) return;
		const read = readRow(row, mapping, currency, mark);
		if ("cell" in read) cells.push(read.cell);
		else rejects.push({ row: numbers[k] ?? k + 2, ...read });
	});
	return { cells, rejects };
}

const FIGURES = ["companies", "spend", "growth", "people"] as const;

function markOf(rows: readonly string[][], mapping: MarketMapping): DecimalMark {
	const texts = rows.flatMap((row) => FIGURES.flatMap((field) => row[mapping[field] ?? -1] ?? []));
	const seen = texts.map((text) => decimalEvidence(text));
	return seen.includes(",") && !seen.includes(".") ? "," : ".";
}

function readRow(
	row: string[],
	mapping: MarketMapping,
	currency: string,
	mark: DecimalMark,
): { cell: MarketCell } | Omit<MarketReject, "row"> {
	const textOf = (field: MarketField): string => (row[mapping[field] ?? -1] ?? "").trim();
	const cell: MarketCell = {
		country: textOf("country") === "" ? null : countryCode(textOf("country")),
		region: textOf("region").toLowerCase() || null,
		industry: textOf("industry").toLowerCase() || null,
		...{ sizeFrom: null, sizeTo: null, companies: null, spendMinor: null, growth: null, people: null },
	};
	for (const field of FIGURES) {
		const text = textOf(field);
		if (text === "") continue;
		const read = readNumber(text, mark);
		if (!read || (field !== "growth" && Number(read.decimal) < 0)) return { code: field, value: text.slice(0, 80) };
		if (field === "spend") cell.spendMinor = minorFromDecimal(read.decimal, currency);
		// "3 %" and 3 are three hundredths; 0.03 is meant as it stands.
		else if (field === "growth")
			cell.growth = Number(read.decimal) / (read.percent || Math.abs(Number(read.decimal)) >= 1 ? 100 : 1);
		else cell[field] = Number(read.decimal);
	}
	const size = sizeOf(textOf("size"), textOf("sizeFrom"), textOf("sizeTo"));
	if (!size) return { code: "size", value: textOf("size").slice(0, 80) };
	Object.assign(cell, size);
	const isEmpty = cell.companies === null && cell.growth === null && cell.people === null;
	return isEmpty ? { code: "nothing", value: row.join(" ").slice(0, 80) } : { cell };
}

/** "50-249", "250+", "< 50", "10 to 49"; null where it is none of them. */
function sizeOf(band: string, from: string, to: string): Pick<MarketCell, "sizeFrom" | "sizeTo"> | null {
	const whole = (text: string): number | null =>
		/^\d+$/.test(text.replace(/[\s.,']/g, "")) ? Number(text.replace(/[\s.,']/g, "")) : null;
	if (from !== "" || to !== "") {
		const ends = { sizeFrom: from === "" ? null : whole(from), sizeTo: to === "" ? null : whole(to) };
		return (from !== "" && ends.sizeFrom === null) || (to !== "" && ends.sizeTo === null) ? null : ends;
	}
	if (band === "") return { sizeFrom: null, sizeTo: null };
	const figures = [...band.matchAll(/\d[\d.,' ]*/g)].map(([text]) => whole(text.trim().replace(/[.,' ]+$/, "")));
	const [first, second] = figures;
	if (first == null) return null;
	if (second != null) return { sizeFrom: first, sizeTo: second };
	if (/^\s*(<|under|unter|bis|below|menos|moins|פחות|עד)/i.test(band)) return { sizeFrom: null, sizeTo: first - 1 };
	if (/[+>≥]|and more|over|und mehr|ab |y más|et plus|ומעלה|以上/i.test(band)) return { sizeFrom: first, sizeTo: null };
	return { sizeFrom: first, sizeTo: first };
}
