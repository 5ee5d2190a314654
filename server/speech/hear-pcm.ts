import { CourtsideError } from "../../core/contract/problem.ts";
import { type HeardTurn, SAMPLE_RATE, type SpeechToText } from "./speech-to-text.ts";

/** Nobody waits for them, and a provider hears an hour of sound only so fast. */
const LAST_WORDS_WITHIN_MS = 30 * 60_000;

/** All turns of one channel of sound that is there already. Throws CourtsideError unavailable where the provider is away. */
export async function hearPcm(
	speech: SpeechToText,
	pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
	{ lang = null, hasVoices = false }: { lang?: string | null; hasVoices?: boolean } = {},
): Promise<HeardTurn[]> {
	const finals = new Map<string, HeardTurn>();
	let brokenBy: string | null = null;
	const stream = await speech.open(
		lang,
		{
			hear: (turn) => turn.isFinal && finals.set(turn.turnId, turn),
			missed: () => {},
			down: (reason) => {
				brokenBy = reason;
			},
		},
		hasVoices,
	);
	try {
		for await (const pcm of pieces)
			for (let at = 0; at < pcm.length; at += SAMPLE_RATE) {
				stream.send(pcm.subarray(at, at + SAMPLE_RATE));
				await stream.taken();
			}
	} catch (fault) {
		stream.close();
		throw fault;
	}
	// Where it did not come to the end, the rest would be taken for written down and never be.
	const isAll = await stream.finish(LAST_WORDS_WITHIN_MS);
	if (isAll && brokenBy === null) return [...finals.values()];
	const why = brokenBy ?? "it did not come to the end of the audio";
	throw new CourtsideError("unavailable", `The speech provider is not there: ${why}.`);
}
