import { setTimeout as wait } from "node:timers/promises";
import Papa from "papaparse";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { API_VERSION, type OrgConnection } from "./connection.ts";

const JOBS = `/services/data/v${API_VERSION}/jobs/query`;
const FIRST_POLL_MS = 500;
const MOST_POLL_MS = 15_000;
const MOST_TRIES = 3;

const job = z.object({
	id: z.string(),
	state: z.string(),
	errorMessage: z.string().nullish(),
	numberRecordsProcessed: z.number().default(0),
});

/** Where a bulk read stands: the vendor's job, and its mark of the next page; null before the first. */
export interface BulkPlace {
	job: string;
	locator: string | null;
}

/** A page of a bulk read; `next` is null after the last. */
export interface BulkPage {
	records: Record<string, string | null>[];
	next: BulkPlace | null;
	/** Records of the whole read. */
	total: number;
}

/** Starts a bulk read of a query at the vendor. */
export async function startBulk(org: OrgConnection, query: string): Promise<BulkPlace> {
	const made = await org.call((conn) =>
		conn.request({
			method: "POST",
			url: JOBS,
			body: JSON.stringify({ operation: "query", query }),
			headers: { "content-type": "application/json" },
		}),
	);
	return { job: job.parse(made).id, locator: null };
}

/**
 * The pages of a bulk read from a place on, each of up to `most` records. The vendor's client reads only one page of such
 * a job (it ends the process at the second), so the pages are fetched here. Throws `unprocessable` where the vendor has
 * thrown the job away: then it must be started anew.
 */
export async function* bulkPages(
	org: OrgConnection,
	ports: Pick<Ports, "fetch" | "limiter">,
	from: BulkPlace,
	{ most, signal }: { most: number; signal: AbortSignal },
): AsyncGenerator<BulkPage> {
	const total = await whenDone(org, from.job, signal);
	for (let place: BulkPlace | null = from; place && !signal.aborted; ) {
		const { text, locator } = await readPage(org, ports, place, most, signal);
		const next: BulkPlace | null = locator === null ? null : { job: place.job, locator };
		yield { records: recordsOf(text), next, total };
		place = next;
	}
	// What the vendor keeps of it counts against the organisation; it goes away by itself after a week if this fails.
	await org.call((conn) => conn.request({ method: "DELETE", url: `${JOBS}/${from.job}` })).catch(() => {});
}

async function whenDone(org: OrgConnection, id: string, signal: AbortSignal): Promise<number> {
	for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, MOST_POLL_MS)) {
		const { state, errorMessage, numberRecordsProcessed } = job.parse(
			await org.call((conn) => conn.request({ method: "GET", url: `${JOBS}/${id}` })),
		);
		if (state === "JobComplete") return numberRecordsProcessed;
		if (state === "Failed" || state === "Aborted")
			throw new CourtsideError("unprocessable", `Salesforce ended the bulk read: ${errorMessage ?? state}.`);
		await wait(pause, undefined, { signal });
	}
}

async function readPage(
	org: OrgConnection,
	{ fetch, limiter }: Pick<Ports, "fetch" | "limiter">,
	{ job: id, locator }: BulkPlace,
	most: number,
	signal: AbortSignal,
): Promise<{ text: string; locator: string | null }> {
	for (let tries = 1; ; tries++) {
		await limiter.take("api");
		const { accessToken, instanceUrl } = org.token();
		const params = new URLSearchParams({ maxRecords: String(most), ...(locator && { locator }) });
		const response = await fetch(`${instanceUrl}${JOBS}/${id}/results?${params}`, {
			headers: { authorization: `Bearer ${accessToken}`, accept: "text/csv" },
			signal,
		}).catch((cause: unknown) => {
			throw new CourtsideError("unavailable", "Salesforce broke off while a page was read.", { cause });
		});
		if (response.ok) {
			const next = response.headers.get("sforce-locator");
			// The vendor writes the word where there is no further page.
			return { text: await response.text(), locator: next === null || next === "null" ? null : next };
		}
		if (response.status === 404) throw new CourtsideError("unprocessable", "Salesforce no longer has this bulk read.");
		if (response.status !== 401 || tries >= MOST_TRIES)
			throw new CourtsideError("unavailable", `Salesforce answered ${response.status} to a page of a bulk read.`);
		// Any call through its client renews the token.
		await org.call((conn) => conn.request({ method: "GET", url: `${JOBS}/${id}` }));
	}
}

function recordsOf(csv: string): Record<string, string | null>[] {
	const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
	return data.map((row) =>
		Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === "" ? null : value])),
	);
}
