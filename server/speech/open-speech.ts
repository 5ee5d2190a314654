import type { Config } from "../config.ts";
import { assemblyAi } from "./assemblyai.ts";
import { openAiRealtime } from "./openai-realtime.ts";
import type { SpeechToText } from "./speech-to-text.ts";

/** The provider that the settings name; null without a key: then words come from captions and transcripts only. */
export function openSpeech({ speech }: Pick<Config, "speech">): SpeechToText | null {
	if (!speech) return null;
	const given = { key: speech.key, ...(speech.url !== null && { url: speech.url }) };
	return speech.provider === "openai" ? openAiRealtime(given) : assemblyAi(given);
}
