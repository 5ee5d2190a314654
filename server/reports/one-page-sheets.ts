import { decimalFromMinor } from "../../core/model/money.ts";
import type { MoneyLine } from "../calls/bridge.ts";
import type { OnePage } from "../calls/one-page.ts";
import type { Cell } from "../tables/cells.ts";
import type { Sheet } from "../tables/xlsx-book.ts";
import { periodText } from "../views/forecast-view.ts";
import { say, type Viewer } from "../views/viewer.ts";

/**
 * The same as the printed page as a workbook. The rows of the first sheet, of the deals and of the bridge each sum to the
 * number exactly; the total under them says so.
 */
export function onePageSheets(page: OnePage, viewer: Viewer): Sheet[] {
	const money = (minor: bigint): Cell => ({
		kind: "money",
		decimal: decimalFromMinor({ amountMinor: minor, currency: page.currency }),
		currency: page.currency,
	});
	const text = (said: string): Cell => ({ kind: "text", text: said });
	const word = (key: Parameters<typeof say>[1]) => say(viewer, key);
	const lines = (name: string, all: MoneyLine[]): Sheet => ({
		name,
		headings: [name, word("landing.amount")],
		fill: (write) =>
			write([
				...all.map((line) => [text(line.text), money(line.minor)]),
				[text(word("onePage.total")), money(page.valueMinor)],
			]),
	});
	const ofDeals = page.deals.reduce((sum, deal) => sum + deal.expectedMinor, 0n);
	const toCome = page.uncreatedMinor;
	const rest = page.valueMinor - ofDeals - toCome;
	return [
		lines(word("forecast.madeOf"), page.parts),
		{
			name: word("forecastDeals.title"),
			headings: [
				word("forecastDeals.deal"),
				word("forecast.who"),
				word("onePage.closes"),
				word("forecastDeals.amount"),
				word("forecastDeals.chance"),
				word("forecastDeals.brings"),
			],
			fill: async (write) => {
				await write(
					page.deals.map((deal) => [
						text(deal.name),
						deal.owner === null ? null : text(deal.owner),
						deal.closeDate === null ? null : { kind: "day", day: deal.closeDate },
						money(deal.amountMinor),
						{ kind: "share", decimal: String(deal.probability) },
						money(deal.expectedMinor),
					]),
				);
				await write([
					[text(word("forecast.uncreated")), null, null, null, null, money(toCome)],
					...(rest === 0n ? [] : [[text(word("bridge.correction")), null, null, null, null, money(rest)]]),
					[text(word("onePage.total")), null, null, null, null, money(page.valueMinor)],
				]);
			},
		},
		lines(word("onePage.bridge"), page.bridge),
		{
			name: word("onePage.past"),
			headings: [
				word("scores.period"),
				word("onePage.halfWay"),
				word("onePage.low"),
				word("onePage.high"),
				word("scores.actual"),
				word("onePage.replayed"),
			],
			fill: (write) =>
				write(
					page.past.map((p) => [
						text(periodText(p.period, viewer)),
						money(p.valueMinor),
						p.lowMinor === null ? null : money(p.lowMinor),
						p.highMinor === null ? null : money(p.highMinor),
						money(p.actualMinor),
						text(p.isReplayed ? "*" : ""),
					]),
				),
		},
		{
			name: word("onePage.method"),
			headings: [word("onePage.method"), ""],
			fill: (write) =>
				write([
					[text(page.title), null],
					[text(page.about.join(" · ")), null],
					...page.beside.map((b) => [text(b.text), text(b.shown)]),
					[text(page.missing), null],
					...page.assumptions.map((said) => [text(said), null]),
					[text(page.method), null],
				]),
		},
	];
}
