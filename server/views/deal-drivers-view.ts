import type { DealDriversPageJson } from "../../core/contract/deal-drivers.ts";
import { type DealDrivers, type DriverUnit, LEAST_ENDED } from "../../core/scoring/deal-drivers.ts";
import type { DriverGroup } from "../../core/scoring/drivers.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { showNumber, showPercent, showPercentRange } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

type Found = DealDrivers["drivers"][number];

/** What separated won from lost, worded. `found` null: too few had ended when it was last looked at, or nobody has looked. */
export function dealDriversJson(found: DealDrivers | null, hasLooked: boolean, viewer: Viewer): DealDriversPageJson {
	if (!found) {
		const state = hasLooked ? ("tooFew" as const) : ("notYet" as const);
		const answer = say(viewer, `drivers.${state}`, { least: LEAST_ENDED });
		return { state, answer, won: 0, lost: 0, share: null, days: 0, drivers: [], how: "", asOf: null };
	}
	const { won, lost, days, lookedAtDays, drivers, origin, leftOut } = found;
	const sure = drivers.filter((driver) => driver.significant);
	const share = won / (won + lost);
	const [first] = sure;
	return {
		state: first ? "found" : "none",
		answer: first
			? findingText(first, share, viewer)
			: say(viewer, "drivers.none", { deals: won + lost, columns: drivers.length }),
		won,
		lost,
		share,
		days,
		drivers: drivers.map((driver) => ({
			column: driver.column,
			text: columnText(driver.column, viewer),
			finding: driver.significant
				? findingText(driver, share, viewer)
				: say(viewer, "drivers.nothing", { column: columnText(driver.column, viewer) }),
			isSure: driver.significant,
			q: driver.q,
			groups: driver.groups.map((group) => ({
				text: groupText(group, driver.unit, viewer),
				n: group.n,
				won: group.happened,
				rate: group.rate,
				low: group.interval.low,
				high: group.interval.high,
				effect: group.effect,
			})),
		})),
		how: [
			say(viewer, "drivers.how", {
				columns: drivers.length,
				days,
				age: lookedAtDays,
				asOf: formatInstant(origin, viewer.locale, viewer.zone),
			}),
			...(leftOut.length > 0
				? [
						say(viewer, "drivers.leftOut", {
							columns: listed(
								leftOut.map((c) => columnText(c, viewer)),
								viewer,
							),
						}),
					]
				: []),
		].join(" "),
		asOf: new Date(origin).toISOString(),
	};
}

/** The group that differs most for how many it holds. */
function findingText({ groups, column, unit }: Found, share: number, viewer: Viewer): string {
	const { locale } = viewer;
	const percent = (value: number) => showPercent(Math.round(value * 100), locale);
	const top = groups.toSorted((a, b) => Math.abs(b.effect) * Math.sqrt(b.n) - Math.abs(a.effect) * Math.sqrt(a.n))[0];
	if (!top) return columnText(column, viewer);
	return say(viewer, "drivers.finding", {
		column: columnText(column, viewer),
		group: groupText(top, unit, viewer),
		rate: percent(top.rate),
		range: showPercentRange(top.interval.low, top.interval.high, locale),
		n: top.n,
		all: percent(share),
	});
}

function groupText({ level, from, to }: DriverGroup, unit: DriverUnit, viewer: Viewer): string {
	if (unit === "yesNo") return say(viewer, level === "yes" ? "drivers.yes" : "drivers.no");
	if (level === "…") return say(viewer, "drivers.others");
	if (level !== null) return level;
	if (from === null || to === null) return say(viewer, "drivers.unknown");
	const { locale } = viewer;
	const shown = (value: number) => {
		if (unit === "share") return showPercent(Math.round(value * 100), locale);
		return showNumber(value, locale, unit === "count" || unit === "days" ? 0 : 1);
	};
	const [low, high] = [shown(from), shown(to)];
	const n = low === high ? low : say(viewer, "drivers.range", { from: low, to: high });
	return unit === "share" || unit === "count" ? n : say(viewer, `drivers.${unit}`, { n });
}

function columnText(column: string, viewer: Viewer): string {
	return say(viewer, `dealModel.column.${column}`);
}

function listed(names: string[], { locale }: Viewer): string {
	return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}
