/** Reads an answer's body to its end and says on the way how much has come. Rejects when it is cut short. */
export async function takeBody(answer: Response, heard: (bytes: number) => void): Promise<Blob> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	const reader = answer.body?.getReader();
	let bytes = 0;
	let told = 0;
	for (;;) {
		const next = await reader?.read();
		if (!next || next.done) break;
		parts.push(next.value);
		bytes += next.value.length;
		if (bytes - told > 250_000) {
			told = bytes;
			heard(bytes);
		}
	}
	return new Blob(parts, { type: answer.headers.get("content-type") ?? "" });
}

/** Hands a file to the browser's downloads under the name the server gave it, and says which. */
export function saveFile(answer: Response, blob: Blob): string {
	const disposition = answer.headers.get("content-disposition") ?? "";
	const exact = /filename\*=UTF-8''([^;\s]+)/.exec(disposition)?.[1];
	const name = exact ? decodeURIComponent(exact) : (/filename="([^"]+)"/.exec(disposition)?.[1] ?? "download");
	const url = URL.createObjectURL(blob);
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	// The browser has taken it by the next turn; kept a little longer for those that ask where to.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
	return name;
}

/** "1.2 MB". */
export function readableSize(bytes: number, locale: string): string {
	const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
	const value = bytes / (unit === "kilobyte" ? 1000 : 1_000_000);
	return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
