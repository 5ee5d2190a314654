import type { DealOutlookJson, DealOverrideJson } from "../../core/contract/deal-outlook.ts";
import type { DealStatus } from "../../core/model/deal.ts";
import { dateIn, type PlainDate } from "../../core/model/instant.ts";
import type { ExpectedClose } from "../../core/scoring/expected-close.ts";
import type { PastBand } from "../../core/scoring/model-test.ts";
import type { SimilarDeal } from "../../core/scoring/similar-deals.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { ASK_AFTER_DAYS, type DealOverride, whyAskAgain } from "../db/deal-overrides.ts";
import { showPercentRange, showProbability } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What an outlook is worded from. */
export interface OutlookRows {
	deal: DealRow;
	past: PastBand | null;
	winBy: { date: PlainDate; probability: number } | null;
	expected: ExpectedClose | null;
	similar: (SimilarDeal & { name: string; status: DealStatus })[];
	override: DealOverride | null;
}

/** Deals of a tenth that must have been seen before its past is told. */
const LEAST_TOLD = 5;

/** What stands beside a deal's chance, worded. */
export function outlookJson(rows: OutlookRows, viewer: Viewer): DealOutlookJson {
	const { deal, past, winBy, expected, similar, override } = rows;
	const { locale, zone } = viewer;
	const day = (date: PlainDate) => formatDay(date, locale, deal.today);
	const told = past && past.n >= LEAST_TOLD ? past : null;
	const close = expected && {
		date: dateIn(zone, expected.likely),
		from: dateIn(zone, expected.early),
		to: dateIn(zone, expected.late),
	};
	const isOpen = deal.status === "open" && deal.score?.value != null;
	return {
		past: told && { from: told.tenth / 10, to: (told.tenth + 1) / 10, n: told.n, won: told.won, open: told.open },
		winBy,
		expectedClose: close,
		similar: similar.map(({ id, name, status, shared, days }) => ({
			id,
			name,
			status,
			text: [
				say(viewer, "similar.ended", { status, days: days ?? 0, hasDays: days === null ? "no" : "yes" }),
				...shared.map((trait) => say(viewer, `similar.${trait}`)),
			].join(" · "),
		})),
		override: override && overrideJson(override, deal, viewer),
		text: {
			past: !isOpen
				? ""
				: told
					? say(viewer, "outlook.past", {
							n: told.n,
							range: showPercentRange(told.tenth / 10, (told.tenth + 1) / 10, locale),
							won: told.won,
							open: told.open,
						})
					: say(viewer, "outlook.pastNone"),
			winBy: winBy
				? say(viewer, "outlook.winBy", { chance: showProbability(winBy.probability, locale), date: day(winBy.date) })
				: "",
			expectedClose: close
				? say(viewer, "outlook.expected", { date: day(close.date), from: day(close.from), to: day(close.to) })
				: "",
		},
	};
}

function overrideJson(override: DealOverride, deal: DealRow, viewer: Viewer): DealOverrideJson {
	const { locale, zone } = viewer;
	const asks = deal.status === "open" ? whyAskAgain(override, deal) : null;
	const model = deal.score?.value ?? null;
	return {
		probability: override.probability,
		reason: override.reason,
		by: override.madeBy,
		at: new Date(override.madeAt).toISOString(),
		modelValue: override.modelValue,
		asks,
		text: {
			value: showProbability(override.probability, locale),
			says: say(viewer, "override.says", {
				by: override.madeBy ?? say(viewer, "override.someone"),
				at: formatInstant(override.madeAt, locale, zone),
				said: override.modelValue === null ? "–" : showProbability(override.modelValue, locale),
			}),
			forecast: model === null ? "" : say(viewer, "override.forecast", { model: showProbability(model, locale) }),
			asks: asks === null ? "" : say(viewer, `override.asks.${asks}`, { stage: deal.stageName, days: ASK_AFTER_DAYS }),
		},
	};
}
