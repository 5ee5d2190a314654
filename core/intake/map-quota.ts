import type { Draft, Link } from "./draft.ts";
import type { MapperContext } from "./map-sheet.ts";
import { byName } from "./name-key.ts";

/**
 * A row of a quotas sheet: who, in which period, how much. A row that names a team and nobody in it is the team's own
 * number; where there is none, it is the sum of its people's.
 */
export function mapQuota(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const person = context.linkOwner(drafts);
	const team = person ? null : teamNamed(reader.text("team"));
	const carrier = person ?? team ?? reader.refuse("missing_link", reader.has("ownerName") ? "ownerName" : null);
	const period = periodName(reader.text("period") ?? "") ?? reader.refuse("bad_date", "period", { order: "FY2026-Q1" });
	const amount = reader.money("amount", reader.currency()) ?? reader.refuse("bad_amount", "amount");
	if (amount.minor.startsWith("-")) reader.refuse("amount_out_of_range", "amount");
	drafts.push({
		entity: "quota",
		key: `quota:${carrier.key}:${period}`,
		aliases: [],
		implied: false,
		fields: { period, amountMinor: amount.minor, currency: amount.currency },
		links: person ? { userId: person } : { teamId: carrier },
		extra: null,
	});
	return drafts;
}

/** A team that is there already, by its name: nobody makes one by giving it a quota. */
function teamNamed(name: string | null): Link | null {
	return name === null ? null : { entity: "team", key: byName(name) };
}

/** "FY2026-Q1", "Q1 2026", "2026 Q1", "FY26 Q1", "2026-03", "FY2026" and "2026" as periods are named; null where it is none. */
export function periodName(text: string): string | null {
	const plain = text
		.trim()
		.toUpperCase()
		.replaceAll(/[\s/._-]+/g, " ")
		.replace(/\bFY ?/, "")
		.replace(/QUARTAL|TRIMESTRE/, "Q");
	const found =
		/^(?<year>\d{4}|\d{2})$/.exec(plain) ??
		/^Q ?(?<quarter>[1-4]) (?<year>\d{4}|\d{2})$/.exec(plain) ??
		/^(?<year>\d{4}|\d{2}) ?Q ?(?<quarter>[1-4])$/.exec(plain) ??
		/^(?<year>\d{4}) M?(?<month>0?[1-9]|1[0-2])$/.exec(plain);
	if (!found?.groups) return null;
	const { year = "", quarter, month } = found.groups;
	const full = `FY${year.length === 2 ? `20${year}` : year}`;
	return quarter ? `${full}-Q${quarter}` : month ? `${full}-M${month.padStart(2, "0")}` : full;
}
