import type { TestProject } from "vitest/node";
import { type RealPortal, startRealPortal } from "../../scripts/real-portal.ts";
import { type SpeechStandIn, startSpeech } from "../../stand-ins/speech/server.ts";

declare module "vitest" {
	interface ProvidedContext {
		portalUrl: string;
	}
}

/** What is said into a browser's microphone, whatever sounds in it: the provider that stands in knows the words. */
const SPOKEN = "Honestly, that is too expensive for us.";

let portal: RealPortal | null = null;
let speech: SpeechStandIn | null = null;

/** Before the browser tests: one real server with the demo company and a provider of speech, for all of them. */
export async function setup(project: TestProject): Promise<void> {
	const words = SPOKEN.split(" ").map((w, k): [string, number, number] => [w, 1 + k * 0.3, 1.25 + k * 0.3]);
	const said = { channel: 0, start: 1, end: words.at(-1)?.[2] ?? 1, text: SPOKEN, words };
	speech = await startSpeech({ manifest: { lang: "en", segments: [said] } });
	portal = await startRealPortal({
		demo: true,
		env: { SPEECH_PROVIDER: "assemblyai", SPEECH_KEY: "speech-key", SPEECH_URL: speech.assemblyAiUrl },
	});
	project.provide("portalUrl", portal.url);
}

/** After them: stops it, and fails when it had ended by itself. */
export async function teardown(): Promise<void> {
	await portal?.stop();
	await speech?.stop();
}
