const ADDRESS = /^[^\s@,;<>"()]+@[^\s@,;<>"()]+\.[\p{L}\p{N}-]{2,}$/u;

/**
 * An address as it was probably meant: without "mailto:", a name around it, spaces, a dot or comma at its end, and with
 * the one slip that is safe to mend, a comma for the dot. Null where it stays a guess.
 */
export function mendEmail(text: string): string | null {
	const bare = /<([^<>]+)>/.exec(text)?.[1] ?? text;
	const mended = bare
		.trim()
		.replace(/^mailto:/i, "")
		.replace(/\s+/g, "")
		.replace(/[.,;]+$/, "")
		.replace(/,(?=[\p{L}]{2,}$)/u, ".");
	return ADDRESS.test(mended) && mended !== text ? mended : null;
}
