import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { DAY_MS } from "../../core/model/instant.ts";
import { forkRandom, type Random } from "../../core/stats/random.ts";

/** What {@link generateExport} wrote. */
export interface GeneratedExport {
	files: string[];
	deals: number;
	steps: number;
}

const STAGES = ["Prospecting", "Qualification", "Needs Analysis", "Proposal", "Negotiation"];
const SOURCES = ["Web", "Partner", "Event", "Outbound", "Referral"];
const FIRST = Date.UTC(2024, 0, 1);

/** Writes a CRM's export of `deals` opportunities and their stage history, the same for the same seed. */
export async function generateExport(folder: string, deals: number, seed = 1): Promise<GeneratedExport> {
	const random = forkRandom(seed, "intake benchmark");
	const files = [join(folder, "opportunities.csv"), join(folder, "opportunity stage history.csv")];
	const [main, history] = files.map((path) => createWriteStream(path));
	if (!main || !history) throw new Error("two files expected");
	let steps = 0;
	const mainLines = [
		"Opportunity ID,Opportunity Name,Account Name,Opportunity Owner,Stage,Amount,Currency,Created Date,Close Date,Lead Source,Next Step,Competitor",
	];
	const historyLines = ["Opportunity ID,From Stage,To Stage,Changed At"];
	for (let n = 1; n <= deals; n++) {
		const deal = oneDeal(random, n, deals);
		mainLines.push(deal.line);
		historyLines.push(...deal.steps);
		steps += deal.steps.length;
		if (n % 10_000 === 0 || n === deals) {
			if (!main.write(`${mainLines.splice(0).join("\r\n")}\r\n`)) await once(main, "drain");
			if (!history.write(`${historyLines.splice(0).join("\r\n")}\r\n`)) await once(history, "drain");
		}
	}
	for (const stream of [main, history]) {
		stream.end();
		await once(stream, "finish");
	}
	return { files, deals, steps };
}

function oneDeal(random: Random, n: number, deals: number): { line: string; steps: string[] } {
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const id = `006${n.toString(36).toUpperCase().padStart(12, "0")}`;
	const created = FIRST + Math.floor((n / deals) * 1000) * DAY_MS + Math.floor(random() * DAY_MS);
	const depth = Math.floor(random() * STAGES.length);
	const end = random() < 0.25 ? null : random() < 0.4 ? "Closed Won" : "Closed Lost";
	const steps: string[] = [];
	let at = created;
	let stage = STAGES[0] ?? "";
	const move = (to: string): void => {
		at += Math.floor((0.5 + random() * 20) * DAY_MS);
		steps.push(`${id},${stage},${to},${new Date(at).toISOString()}`);
		stage = to;
	};
	for (let k = 1; k <= depth; k++) move(STAGES[k] ?? "");
	if (end) move(end);
	const close = new Date(end ? at : at + 40 * DAY_MS).toISOString().slice(0, 10);
	const account = `Account ${Math.floor(random() * (deals / 20)) + 1}`;
	const amount = (100 + Math.floor(random() ** 3 * 10_000_000) / 100).toFixed(2);
	const line = [
		id,
		`"${account}, order ${n}"`,
		account,
		`Rep ${Math.floor(random() * 200) + 1}`,
		stage,
		amount,
		pick(["USD", "USD", "EUR"]),
		new Date(created).toISOString(),
		close,
		pick(SOURCES),
		end ? "" : `Call ${Math.floor(random() * 90)}`,
		pick(["", "", "Globex", "Initech"]),
	].join(",");
	return { line, steps };
}
