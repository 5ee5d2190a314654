import type { Behaviour, Manifest } from "./manifest.ts";

/** What an oracle tells: words so far of a turn, its end, or that it could not be heard. Seconds of the stream. */
export interface Told {
	turn: number;
	words: [text: string, start: number, end: number][];
	text: string;
	kind: "interim" | "final" | "failed";
}

const TURN_END_SEC = 0.3;

/**
 * Knows what is said in a channel, and tells it when the audio it was given has got that far. `startsAt` is where in the
 * recording the stream begins: words before are not in it.
 */
export function openOracle(
	{ segments }: Manifest,
	channel: number,
	startsAt: number,
	{ wordsAStep, revises, failsEveryTurn }: Behaviour,
) {
	const turns = segments
		.filter((s) => s.channel === channel)
		.map((s) => s.words.filter(([, start]) => start >= startsAt - 0.02))
		.filter((words) => words.length > 0)
		.map((words) => words.map(([t, a, b]): [string, number, number] => [t, a - startsAt, b - startsAt]));
	let turn = 0;
	let told = 0;

	/** What may be told once so many seconds of audio have come; with `isOver`, everything that was in them. */
	return function hear(seconds: number, isOver = false): Told[] {
		const out: Told[] = [];
		for (let words = turns[turn]; words; words = turns[turn]) {
			const said = words.filter(([, , end]) => end <= seconds);
			const last = words.at(-1)?.[2] ?? 0;
			const isEnd = said.length === words.length && (isOver || seconds >= last + TURN_END_SEC);
			if (!isEnd && said.length - told >= wordsAStep) {
				told = said.length;
				out.push({ turn, words: said, text: interimText(said, revises), kind: "interim" });
			}
			const isCutOff = isOver && !isEnd && said.length > 0;
			if (!isEnd && !isCutOff) break;
			const fails = failsEveryTurn !== null && (turn + 1) % failsEveryTurn === 0;
			out.push({ turn, words: said, text: said.map(([t]) => t).join(" "), kind: fails ? "failed" : "final" });
			turn++;
			told = 0;
			if (isCutOff) break;
		}
		return out;
	};
}

function interimText(words: Told["words"], revises: boolean): string {
	const texts = words.map(([t]) => t);
	if (revises) texts[texts.length - 1] = "uh";
	return texts.join(" ");
}
