import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { manifest } from "./manifest.ts";
import { startSpeech } from "./server.ts";

const { values } = parseArgs({
	options: {
		manifest: { type: "string" },
		port: { type: "string", default: "4500" },
		delay: { type: "string", default: "300" },
	},
});
if (!values.manifest) {
	process.stderr.write("Give the words it is to hear: --manifest call.json (see stand-ins/speech/README.md)\n");
	process.exit(2);
}
const words = manifest.parse(JSON.parse(await readFile(values.manifest, "utf8")));
const speech = await startSpeech({
	manifest: words,
	port: Number(values.port),
	behaviour: { delayMs: Number(values.delay) },
});
process.stdout.write(`A provider of speech listens; Ctrl+C stops it. Start Courtside with either of

SPEECH_PROVIDER=assemblyai SPEECH_KEY=speech-key SPEECH_URL=${speech.assemblyAiUrl}
SPEECH_PROVIDER=openai SPEECH_KEY=speech-key SPEECH_URL=${speech.openAiUrl}
`);
process.on("SIGINT", () => void speech.stop().then(() => process.exit(0)));
