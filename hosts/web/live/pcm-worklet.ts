/**
 * Gathers a tenth of a second of each channel as 16-bit PCM and hands it over. It runs in the browser's audio thread, whose
 * names TypeScript's DOM types lack.
 */
declare const registerProcessor: (name: string, made: unknown) => void;
declare const AudioWorkletProcessor: new () => { port: MessagePort };

const CHUNK = 1600;

class PcmGatherer extends AudioWorkletProcessor {
	private readonly samples = new Int16Array(CHUNK);
	private length = 0;

	process([input]: Float32Array[][]): boolean {
		const [mono] = input ?? [];
		for (const sample of mono ?? []) {
			this.samples[this.length++] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)));
			if (this.length < CHUNK) continue;
			this.port.postMessage(this.samples.slice());
			this.length = 0;
		}
		return true;
	}
}

registerProcessor("pcm-gatherer", PcmGatherer);
