import Papa from "papaparse";
import { decimalEvidence, readNumber } from "../../core/intake/read-number.ts";
import { minorFromDecimal } from "../../core/model/money.ts";
import type { CostChange } from "../db/lead-sources.ts";

/** A line that is no cost, counted from 1, and what is wrong with it. */
export interface CostFault {
	line: number;
	code: "source" | "month" | "amount";
}

const MONTH = /^(\d{4})[-/.](0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?$/;

/**
 * Costs pasted as a table: source, month (`2026-06`, or a day of it), amount and, if need be, campaign; parted by tab,
 * semicolon or comma. A first line whose month and amount are words is taken for headings. All lines or, with faults, none.
 */
export function readCostText(text: string, currency: string): { costs: CostChange[] } | { faults: CostFault[] } {
	const { data } = Papa.parse<string[]>(text.trim(), { delimitersToGuess: ["\t", ";", ","] });
	const lines = data.map((cells, k) => ({ line: k + 1, cells: cells.map((cell) => cell.trim()) }));
	const [head] = lines;
	if (head && !/\d/.test(head.cells.slice(1, 3).join(""))) lines.shift();
	const marks = lines.map(({ cells }) => decimalEvidence(cells[2] ?? ""));
	const mark = marks.includes(",") && !marks.includes(".") ? "," : ".";
	const costs: CostChange[] = [];
	const faults: CostFault[] = [];
	for (const { line, cells } of lines) {
		const [source = "", month = "", amount = "", campaign = ""] = cells;
		if (cells.every((cell) => cell === "")) continue;
		const said = MONTH.exec(month);
		const read = readNumber(amount, mark);
		const paidIn = read?.currency ?? currency;
		const amountMinor = read && !read.percent ? minorFromDecimal(read.decimal, paidIn) : null;
		if (source === "" || source.length > 120 || campaign.length > 120) faults.push({ line, code: "source" });
		else if (!said) faults.push({ line, code: "month" });
		else if (amountMinor === null || amountMinor < 0n || amountMinor > 10n ** 15n)
			faults.push({ line, code: "amount" });
		else {
			const first = `${said[1]}-${(said[2] ?? "").padStart(2, "0")}-01`;
			costs.push({ source, campaign, month: first, amountMinor, currency: paidIn });
		}
	}
	if (costs.length === 0 && faults.length === 0) faults.push({ line: 1, code: "source" });
	return faults.length > 0 ? { faults } : { costs };
}
