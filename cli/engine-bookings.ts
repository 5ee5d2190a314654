import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { learnWidening, newReplays } from "../core/forecast/backtest.ts";
import type { EventLog, EventMap } from "../core/forecast/event-log.ts";
import { loggedAmount, newEventLog } from "../core/forecast/event-log.ts";
import type { Bookings, BookingsInput } from "../core/forecast/forecast-bookings.ts";
import { forecastBookings } from "../core/forecast/forecast-bookings.ts";
import { isPlainDate, startOfDayUtc } from "../core/model/instant.ts";
import { minorDigits } from "../core/model/money.ts";
import { type DealCounts, PROVISIONAL_BELOW } from "../core/scoring/deal-model.ts";
import { trainDealModel } from "../core/scoring/train-deal-model.ts";
import { csvRows } from "./csv-rows.ts";
import type { EngineCommand, Progress } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";
import { inputJson } from "./input-text.ts";

/**
 * Amounts of a log have no currency of their own. One with four decimals serves to count in, so that amounts in thousands or
 * millions are not rounded away when they are multiplied by small chances.
 */
const CURRENCY = "CLF";
const MINOR_UNITS = 10 ** minorDigits(CURRENCY);

/** Activities of a file that are named when the map's are not among them. */
const MOST_NAMED = 12;

const eventMap = z.object({
	won: z.array(z.string()).min(1),
	lost: z.array(z.string()).default([]),
	stages: z.array(z.string()).default([]),
});

/** `bookings`: amount newly won after each origin, from an event log; each origin sees only events before it. */
export const bookings: EngineCommand = {
	name: "bookings",
	summary: "Forecast the amount newly won in the days after each origin, from an event log.",
	help: `
--in       CSV with columns case, amount, timestamp, activity (others are ignored), plain or .gz
--map      JSON {"won": [..], "lost": [..], "stages": [.. in order ..]}: what activities mean
--origins  days YYYY-MM-DD, with commas between; midnight UTC
--days     length of the window
--out      JSON {origin: {mean, lo80, hi80, open, uncreated, closed, n}}; mean = open + uncreated,
           closed = won in the window just before, n = open cases; null where nothing can be said:
           no case before the origin, none with an amount, or nothing open and nothing new of late`,
	options: {
		in: { value: "events.csv", required: true },
		map: { value: "map.json", required: true },
		origins: { value: "2011-12-12,2011-12-19", required: true },
		days: { value: "28", required: true },
		out: { value: "f.json", required: true },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const origins = readOrigins(options["origins"] ?? "");
		const days = readNumber("--days", options["days"] ?? "", 1, 3660);
		const seed = readNumber("--seed", options["seed"] ?? "", 0, 2 ** 32 - 1);
		const log = await readLog(options["in"] ?? "", await readMap(options["map"] ?? ""), progress);
		const input: BookingsInput = {
			timelines: log.timelines(),
			stages: log.stages,
			currency: CURRENCY,
			rates: [],
			zone: "UTC",
			seed,
		};
		const answers: Record<string, object> = {};
		const replays = newReplays();
		for (const day of origins) {
			progress(`forecast from ${day}`);
			const origin = startOfDayUtc(day);
			// Past origins whose windows were over by then say how far ranges of this kind have missed.
			const widening = learnWidening(input, origin, days, [], replays);
			const model = replays.models.get(origin) ?? trainDealModel({ ...input, origin });
			const made = forecastBookings(input, origin, days, widening, model);
			for (const doubt of doubtsOf(made, model.n)) process.stderr.write(`${day}: ${doubt}\n`);
			answers[day] = answer(made);
		}
		await writeFile(options["out"] ?? "", `${JSON.stringify(answers, null, "\t")}\n`).catch((cause: Error) => {
			throw new UnusableInput(`${options["out"]}: cannot be written: ${cause.message}`, { cause });
		});
	},
};

/** Why a number is not to be trusted as others are. */
function doubtsOf(made: Bookings, n: DealCounts): string[] {
	if (made.state === "empty") {
		return ["nothing can be said: no case before it, none with an amount, or nothing open and nothing new of late"];
	}
	const closed = n.won + n.lost;
	return [
		closed < PROVISIONAL_BELOW && `rests on few cases: ${closed} were closed before it`,
		n.won === 0 && "a guess: no case was won before it, and wins may take longer than the file is old",
		n.lost === 0 && "no case was lost before it, so what is open may long be dead",
		made.unpriced > 0 && `${made.unpriced} of ${made.n} open cases have no readable amount: counted, not priced`,
	].filter((doubt) => doubt !== false);
}

function answer(b: Bookings): Record<string, number | null> {
	const money = (minor: bigint): number | null => (b.state === "empty" ? null : Number(minor) / MINOR_UNITS);
	return {
		mean: money(b.meanMinor),
		lo80: money(b.lowMinor),
		hi80: money(b.highMinor),
		open: money(b.openMinor),
		uncreated: money(b.uncreatedMinor),
		closed: Number(b.closedMinor) / MINOR_UNITS,
		n: b.n,
	};
}

async function readLog(path: string, map: EventMap, progress: Progress): Promise<EventLog> {
	const log = newEventLog(map, CURRENCY);
	let kept = 0;
	let left = 0;
	let unreadable = 0;
	let unreadTime = "";
	const seen = new Map<string, number>();
	for await (const row of csvRows(path, ["case", "amount", "timestamp", "activity"])) {
		const { amount = "", activity = "", timestamp = "" } = row;
		if (log.add({ case: row["case"] ?? "", amount, timestamp, activity })) {
			kept++;
			seen.set(activity, (seen.get(activity) ?? 0) + 1);
			if (amount !== "" && loggedAmount(amount, CURRENCY) === null) unreadable++;
		} else {
			left++;
			unreadTime ||= timestamp;
		}
		if ((kept + left) % 10_000 === 0) progress(`${kept + left} events read`);
	}
	const such = unreadTime === "" ? "" : `, such as "${unreadTime}"; ISO 8601 is 2026-03-14 or 2026-03-14T10:30:00Z`;
	if (kept === 0) throw new UnusableInput(`${path}: no event with a case and a readable timestamp${such}`);
	if (left > 0)
		process.stderr.write(
			`${path}: ${left} of ${kept + left} events left out: no case or unreadable timestamp${such}\n`,
		);
	if (unreadable > 0)
		process.stderr.write(
			`${path}: ${unreadable} of ${kept} events have an amount that is no number such as 1234.5: taken as not said\n`,
		);
	for (const fault of unseen(map, seen)) process.stderr.write(`${path}: ${fault}\n`);
	return log;
}

/** What a map names that no event is: most often a slip of spelling, and then a forecast means little. */
function unseen(map: EventMap, seen: Map<string, number>): string[] {
	const absent = (["won", "lost", "stages"] as const).flatMap((key) => {
		const names = map[key].filter((name) => !seen.has(name));
		return names.length > 0 ? [`no event is ${names.join(", ")} (${key} in the map)`] : [];
	});
	if (absent.length === 0) return [];
	const there = [...seen].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMED);
	return [...absent, `events are ${there.map(([name, n]) => `${name} (${n})`).join(", ")}`];
}

async function readMap(path: string): Promise<EventMap> {
	const read = eventMap.safeParse(await inputJson(path));
	if (read.success) return read.data;
	const why = z.prettifyError(read.error);
	throw new UnusableInput(`${path}: not a map of {"won": [..], "lost": [..], "stages": [..]}: ${why}`);
}

function readOrigins(text: string): string[] {
	const days = text.split(",").map((d) => d.trim());
	for (const day of days) if (!isPlainDate(day)) throw new UnusableInput(`--origins: "${day}" is not a day YYYY-MM-DD`);
	return days;
}

function readNumber(name: string, text: string, least: number, most: number): number {
	const value = Number(text);
	if (Number.isInteger(value) && value >= least && value <= most) return value;
	throw new UnusableInput(`${name}: "${text}" is not a whole number from ${least} to ${most}`);
}
