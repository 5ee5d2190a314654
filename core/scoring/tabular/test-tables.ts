import { forkRandom } from "../../stats/random.ts";
import type { TabularRow } from "./cell.ts";

/** Leads of a made-up company: how they end follows from channel, visits and answer time; the rest is noise. */
export interface TestTable {
	columns: string[];
	rows: TabularRow[];
	happened: Uint8Array;
	ids: string[];
	times: number[];
}

const CHANNELS = ["Web form", "Trade fair", "Referral", "Cold call", "Partner"];
const PULL = [0.4, -0.2, 1.4, -1.6, 0.6];
const DAY = 86_400_000;

/** `n` leads as a file would have them: everything text, some cells empty. */
export function leadTable(n: number, seed = 1): TestTable {
	const random = forkRandom(seed, "lead table");
	const rows: TabularRow[] = [];
	const happened = new Uint8Array(n);
	const times: number[] = [];
	for (let k = 0; k < n; k++) {
		const channel = Math.floor(random() * CHANNELS.length);
		const visits = Math.floor(random() * 12);
		const created = Date.UTC(2024, 0, 1) + Math.floor((k * 400) / n) * DAY;
		const answer = random() < 0.2 ? null : Math.floor(random() * 20);
		const margin = (PULL[channel] ?? 0) + 0.25 * (visits - 6) + (answer === null ? -1 : answer < 4 ? 1 : 0) - 0.3;
		happened[k] = random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
		times.push(created);
		rows.push({
			channel: CHANNELS[channel] ?? "",
			visits: String(visits),
			created: new Date(created).toISOString().slice(0, 10),
			answered: answer === null ? "" : new Date(created + answer * DAY).toISOString().slice(0, 10),
			budget: (1000 + Math.floor(random() * 90_000) / 100).toFixed(2),
			team: `Team ${Math.floor(random() * 9)}`,
			lead: `L-${1000 + k}`,
			country: "DE",
		});
	}
	const columns = ["channel", "visits", "created", "answered", "budget", "team", "lead", "country"];
	return { columns, rows, happened, times, ids: rows.map((_, k) => `L-${1000 + k}`) };
}
