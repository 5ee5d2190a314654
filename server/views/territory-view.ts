import type { View } from "../../core/contract/view.ts";
import type { Instant } from "../../core/model/instant.ts";
import { SIZE_CLASSES, type SizeClass } from "../../core/territory/account-potential.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { roundMoneyTogether, showMoney, showSignedMoney } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** How potential is judged. */
const MODEL = "account-potential-2";

/**
 * What a territory's accounts could bring in a year, by their size: parts add up to the value. `kinds`: its accounts with
 * what they come to together, minor units.
 */
export function territoryView(
	{ id, name, ownerName }: { id: string; name: string; ownerName: string | null },
	kinds: readonly { sizeClass: SizeClass; accounts: number; minor: bigint }[],
	{ currency, now }: { currency: string; now: Instant },
	viewer: Viewer,
): View {
	const { locale, zone } = viewer;
	const sizes = SIZE_CLASSES.flatMap((sizeClass) => {
		const of = kinds.filter((kind) => kind.sizeClass === sizeClass);
		const accounts = of.reduce((sum, kind) => sum + kind.accounts, 0);
		return accounts > 0 ? [{ sizeClass, accounts, minor: of.reduce((sum, kind) => sum + kind.minor, 0n) }] : [];
	}).sort((a, b) => (a.minor === b.minor ? 0 : a.minor > b.minor ? -1 : 1));
	const total = sizes.reduce((sum, { minor }) => sum + minor, 0n);
	const n = sizes.reduce((sum, { accounts }) => sum + accounts, 0);
	const shown = roundMoneyTogether(
		sizes.map(({ minor }) => minor),
		total,
	);
	const isEmpty = n === 0;
	return {
		...{ id, kind: "territory", title: name, unit: "money", currency, n },
		value: isEmpty ? null : total.toString(),
		interval: null,
		asOf: new Date(now).toISOString(),
		direction: null,
		base: null,
		parts: sizes.map(({ sizeClass, accounts, minor }, k) => ({
			code: `territory.${sizeClass}`,
			value: minor.toString(),
			amount: showSignedMoney(shown.parts[k] ?? 0n, currency, locale),
			text: say(viewer, `view.territory.${sizeClass}`, { n: accounts }),
		})),
		action: null,
		modelVersion: MODEL,
		state: isEmpty ? "empty" : "ok",
		text: {
			value: isEmpty ? "–" : showMoney(shown.total, currency, locale),
			label:
				ownerName === null
					? say(viewer, "view.territory.label")
					: say(viewer, "view.territory.labelOf", { name: ownerName }),
			interval: "",
			sample: say(viewer, "view.territory.sample", { n }),
			direction: "",
			state: isEmpty ? say(viewer, "view.territory.empty") : "",
			how: say(viewer, "view.territory.how", { asOf: formatInstant(now, locale, zone), model: MODEL }),
		},
	};
}
