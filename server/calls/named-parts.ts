import type { NamedPart } from "../../core/contract/forecast-answers.ts";
import type { ViewPart } from "../../core/contract/view.ts";
import type { Explanation } from "../../core/explain/explanation.ts";
import type { Db } from "../db/connect.ts";
import { dealNames } from "../db/forecast-deals.ts";
import { moneyParts } from "../views/call-view.ts";
import type { Viewer } from "../views/viewer.ts";

/** A sum of money in parts, those about a deal with its name. */
export async function namedParts(
	db: Db,
	viewer: Viewer,
	explanation: Explanation<bigint>,
	currency: string,
): Promise<{ base: ViewPart; parts: NamedPart[] }> {
	const { base, parts } = moneyParts(viewer, explanation, currency);
	const names = await dealNames(
		db,
		parts.flatMap((p) => (p.about?.entity === "deal" ? [p.about.id] : [])),
	);
	return { base, parts: parts.map((p) => ({ ...p, name: p.about ? (names.get(p.about.id) ?? null) : null })) };
}
