import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../db/connect.ts";
import { faultOf } from "../problems.ts";
import type { BesideOrder, BesideWord } from "./beside.ts";
import { QUESTIONS } from "./questions.ts";

/** The thread of `beside.ts`: answers what it is sent, several at a time where they wait for the database. */
const { url } = workerData as { url: string };
const database = openDatabase({ url, max: 3, name: "courtside answers", statementLimitMs: 30_000 });
const tell = (word: BesideWord) => parentPort?.postMessage(word);

parentPort?.on("message", async ({ id, question, now, told }: BesideOrder) => {
	try {
		// What each is told has the type of its question: both come from `beside.ts`.
		const answer = QUESTIONS[question] as (means: object, told: unknown) => Promise<unknown>;
		tell({ id, answer: await answer({ database, now }, told) });
	} catch (error) {
		// A database that is away is told as one: its own fault loses its code on the way between threads.
		const { code, message } = faultOf(error);
		const fault = error instanceof Error ? error : new Error(String(error));
		tell({
			id,
			fault: {
				code: code === "internal" ? null : code,
				message: code === "internal" ? fault.message : message,
				stack: fault.stack,
			},
		});
	}
});
