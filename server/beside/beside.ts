import { Worker } from "node:worker_threads";
import { CourtsideError, type ErrorCode } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { QUESTIONS } from "./questions.ts";

type Questions = typeof QUESTIONS;
export type Question = keyof Questions;

/** Asks a question of `questions.ts`. Throws as it does. */
export type AskBeside = <Q extends Question>(
	question: Q,
	told: Parameters<Questions[Q]>[1],
) => Promise<Awaited<ReturnType<Questions[Q]>>>;

/** What the thread is sent and what it says. */
export interface BesideOrder {
	id: number;
	question: Question;
	now: Instant;
	told: unknown;
}
export type BesideWord = { id: number; answer: unknown } | { id: number; fault: ToldFault };
interface ToldFault {
	/** Null where it is no coded fault of the house. */
	code: ErrorCode | null;
	message: string;
	stack: string | undefined;
}

/** The thread that answers beside the one which takes requests. */
export interface Beside {
	ask: AskBeside;
	/** Ends the thread; what is being answered fails as unavailable. */
	close(): Promise<void>;
}

/** With nothing asked for so long the thread ends, and what it holds of deals' histories with it. */
const IDLE_MS = 15 * 60_000;

/**
 * Answers questions in a thread with connections of its own, so that no request waits for another's arithmetic. It begins
 * with the first question and never keeps the process alive. A thread that fails takes what it was asked along and the
 * next question begins a new one.
 */
export function openBeside({ url, now }: { url: string; now(): Instant }): Beside {
	let thread: Worker | null = null;
	let idle: NodeJS.Timeout | undefined;
	let asked = 0;
	const waiting = new Map<number, { resolve(answer: unknown): void; reject(fault: Error): void }>();

	function begin(): Worker {
		const made = new Worker(new URL("./beside-thread.ts", import.meta.url), { workerData: { url } });
		made.unref();
		made.on("message", (word: BesideWord) => {
			const one = waiting.get(word.id);
			waiting.delete(word.id);
			if ("fault" in word) one?.reject(faultOf(word.fault));
			else one?.resolve(word.answer);
		});
		made.on("error", (cause) => lose(made, cause));
		made.on("exit", () => lose(made));
		return made;
	}

	function lose(lost: Worker, cause?: unknown): void {
		if (thread !== lost) return;
		thread = null;
		for (const { reject } of waiting.values()) {
			reject(new CourtsideError("unavailable", "This could not be worked out just now. Ask again.", { cause }));
		}
		waiting.clear();
	}

	async function end(): Promise<void> {
		const ending = thread;
		if (!ending) return;
		lose(ending);
		await ending.terminate();
	}

	const ask = (question: Question, told: unknown) =>
		new Promise<unknown>((resolve, reject) => {
			thread ??= begin();
			const id = ++asked;
			waiting.set(id, { resolve, reject });
			thread.postMessage({ id, question, now: now(), told } satisfies BesideOrder);
			clearTimeout(idle);
			idle = setTimeout(() => waiting.size === 0 && void end(), IDLE_MS).unref();
		});
	return {
		// Each answer is that of the question it carries the number of.
		ask: ask as AskBeside,
		async close() {
			clearTimeout(idle);
			await end();
		},
	};
}

function faultOf({ code, message, stack }: ToldFault): Error {
	if (code !== null) return new CourtsideError(code, message);
	return Object.assign(new Error(message), { stack });
}
