/** Where sound comes from: the microphone alone, or also what another tab plays, each on a channel of its own. */
export type SoundFrom = "microphone" | "microphone-and-tab";

/** Sound that is being taken. */
export interface Sound {
	/** Channels there are; with two nobody has to guess who spoke. */
	channels: { channel: number; role: "rep" | "customer" | "unknown" }[];
	stop(): void;
}

const RATE = 16_000;
const CHUNK_SEC = 0.1;

/**
 * Takes sound as 16-bit PCM of 16 kHz, a tenth of a second at a time; `hear` gets it with the second it began, by the
 * clock of `elapsedSec`. Throws what the browser says when nobody lets it.
 */
export async function takeSound(
	from: SoundFrom,
	elapsedSec: () => number,
	hear: (channel: number, startSec: number, pcm: Uint8Array) => void,
	ended: () => void,
): Promise<Sound> {
	const streams = [
		await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } }),
	];
	if (from === "microphone-and-tab") {
		// Browsers share sound only along with a picture; the picture is dropped at once.
		const tab = await navigator.mediaDevices.getDisplayMedia({ audio: true, video: true }).catch((fault: unknown) => {
			stopAll(streams);
			throw fault;
		});
		for (const track of tab.getVideoTracks()) track.stop();
		streams.push(new MediaStream(tab.getAudioTracks()));
	}
	const audio = new AudioContext({ sampleRate: RATE });
	await audio.audioWorklet.addModule("/pcm-worklet.js");
	streams.forEach((stream, channel) => {
		if (stream.getAudioTracks().length === 0) return;
		const gatherer = new AudioWorkletNode(audio, "pcm-gatherer", { numberOfOutputs: 0 });
		let next: number | null = null;
		gatherer.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) => {
			const now = Math.max(0, elapsedSec() - CHUNK_SEC);
			// The samples count the time; the clock only says where they began, and where they began again.
			next = next === null || Math.abs(now - next) > 1 ? now : next;
			hear(channel, next, new Uint8Array(data.buffer));
			next += CHUNK_SEC;
		};
		audio.createMediaStreamSource(stream).connect(gatherer);
		for (const track of stream.getAudioTracks()) track.addEventListener("ended", ended);
	});
	return {
		channels:
			streams.length === 2
				? [
						{ channel: 0, role: "rep" },
						{ channel: 1, role: "customer" },
					]
				: [{ channel: 0, role: "unknown" }],
		stop() {
			stopAll(streams);
			void audio.close();
		},
	};
}

function stopAll(streams: readonly MediaStream[]): void {
	for (const stream of streams) for (const track of stream.getTracks()) track.stop();
}
