/**
 * 16 kHz PCM as 24 kHz: two samples become three by straight lines between them. Keeps the last sample, so that chunks
 * join without a click.
 */
export function openUpsampler(): (pcm: Uint8Array) => Buffer {
	let last: number | null = null;
	let odd: number | null = null;
	/** Where the next output sample lies after `last`, in thirds of an input step. */
	let phase = 0;
	return (pcm) => {
		const bytes = odd === null ? Buffer.from(pcm) : Buffer.concat([Buffer.from([odd]), pcm]);
		odd = bytes.length % 2 === 1 ? (bytes.at(-1) ?? null) : null;
		const samples = Math.floor(bytes.length / 2);
		const out = Buffer.alloc((Math.ceil((samples * 3) / 2) + 2) * 2);
		let length = 0;
		for (let k = 0; k < samples; k++) {
			const next = bytes.readInt16LE(k * 2);
			if (last === null) {
				last = next;
				continue;
			}
			for (; phase < 3; phase += 2) {
				out.writeInt16LE(Math.round(last + ((next - last) * phase) / 3), length * 2);
				length++;
			}
			phase -= 3;
			last = next;
		}
		return out.subarray(0, length * 2);
	};
}
