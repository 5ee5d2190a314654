import { type Answered, csvOf, refusal } from "./answer.ts";
import { type Org, spelled } from "./org.ts";
import { type Answer, runQuery } from "./soql.ts";
import { Refused } from "./soql-paths.ts";

interface Job {
	id: string;
	query: string;
	state: "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";
	errorMessage?: string;
	/** How often it was asked about; it is done at the second time. */
	polls: number;
	answer: Answer | null;
	all: boolean;
}

/** Bulk API 2.0 query jobs: made, polled, read page by page by their locator, and deleted. */
export function openBulk(org: Org) {
	const jobs = new Map<string, Job>();
	const told = (job: Job): Answered => ({
		status: 200,
		json: {
			id: job.id,
			operation: job.all ? "queryAll" : "query",
			object: job.answer?.object ?? "",
			createdDate: spelled(org.now()),
			systemModstamp: spelled(org.now()),
			state: job.state,
			concurrencyMode: "Parallel",
			contentType: "CSV",
			apiVersion: 66,
			lineEnding: "LF",
			columnDelimiter: "COMMA",
			...(job.errorMessage && { errorMessage: job.errorMessage }),
			numberRecordsProcessed: job.state === "JobComplete" ? (job.answer?.rows.length ?? 0) : 0,
			retries: 0,
			totalProcessingTime: 1,
		},
	});
	return {
		make(body: { operation?: string; query?: string }): Answered {
			const id = `750${String(jobs.size + 1).padStart(12, "0")}AAA`;
			const job: Job = {
				id,
				query: body.query ?? "",
				state: "UploadComplete",
				polls: 0,
				answer: null,
				all: body.operation === "queryAll",
			};
			try {
				job.answer = runQuery(org, job.query, job.all);
			} catch (fault) {
				if (!(fault instanceof Refused)) throw fault;
				return refusal(400, "API_ERROR", fault.message);
			}
			jobs.set(id, job);
			return told(job);
		},
		read(id: string): Answered {
			const job = jobs.get(id);
			if (!job) return refusal(404, "NOT_FOUND", "The requested resource does not exist");
			job.polls++;
			if (job.state === "UploadComplete") job.state = "InProgress";
			else if (job.state === "InProgress") job.state = "JobComplete";
			return told(job);
		},
		results(id: string, params: URLSearchParams): Answered {
			const job = jobs.get(id);
			if (job?.state !== "JobComplete" || !job.answer)
				return refusal(404, "NOT_FOUND", "The requested resource does not exist");
			const from = Number(Buffer.from(params.get("locator") ?? "", "base64url").toString() || 0);
			const most = Number(params.get("maxRecords") ?? 50_000);
			const { columns, rows } = job.answer;
			const to = Math.min(from + most, rows.length);
			const locator = to >= rows.length ? "null" : Buffer.from(String(to)).toString("base64url");
			return {
				status: 200,
				headers: { "Sforce-Locator": locator, "Sforce-NumberOfRecords": String(to - from) },
				text: { type: "text/csv", body: csvOf(columns, rows.slice(from, to)) },
			};
		},
		/** Jobs are kept for some days only; tests throw them away. */
		remove: (id: string): Answered => ({ status: jobs.delete(id) ? 204 : 404 }),
		forgetAll: () => jobs.clear(),
	};
}
