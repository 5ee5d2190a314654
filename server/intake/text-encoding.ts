/** How a text file's bytes are written. The names are those that TextDecoder takes. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "windows-1255" | "shift_jis";

/** The encoding as its first bytes tell: a byte-order mark, or the zero bytes of UTF-16. UTF-8 until proven otherwise. */
export function encodingOfStart(start: Uint8Array): TextEncoding {
	if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
	if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
	let [even, odd] = [0, 0];
	for (let i = 0; i < start.length; i++) {
		if (start[i] !== 0) continue;
		if (i % 2 === 0) even++;
		else odd++;
	}
	const half = start.length / 2;
	if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
	if (even > half * 0.4 && odd < half * 0.05) return "utf-16be";
	return "utf-8";
}

const RUNS = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー。、・（）]{2,}/gu;

/** For bytes that are not UTF-8: Japanese or Hebrew when they read as such, else the Western code page. */
export function legacyEncoding(bytes: Uint8Array): TextEncoding {
	const hebrew = wordsOfHebrew(bytes);
	if (hebrew > 0.7) return "windows-1255";
	// A piece may begin or end within a character, which alone must not speak against Japanese.
	for (const cut of [bytes, bytes.subarray(1), bytes.subarray(0, -1), bytes.subarray(1, -1)]) {
		try {
			const text = new TextDecoder("shift_jis", { fatal: true }).decode(cut);
			const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
			// Words are runs of such letters; what a Western accent and the letter after it make up stands alone.
			const inRuns = (text.match(RUNS) ?? []).reduce((sum, run) => sum + run.length, 0);
			if (foreign > 0 && inRuns >= foreign * 0.7) return "shift_jis";
		} catch {
			// Not Japanese when cut here.
		}
	}
	return "windows-1252";
}

/** Share of high bytes that are Hebrew letters next to another one. */
function wordsOfHebrew(bytes: Uint8Array): number {
	const letter = (byte: number | undefined): boolean => byte !== undefined && byte >= 0xe0 && byte <= 0xfa;
	let [high, paired] = [0, 0];
	for (let i = 0; i < bytes.length; i++) {
		if ((bytes[i] ?? 0) < 0x80) continue;
		high++;
		if (letter(bytes[i]) && (letter(bytes[i - 1]) || letter(bytes[i + 1]))) paired++;
	}
	return high === 0 ? 0 : paired / high;
}
