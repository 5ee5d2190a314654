/** What a door of the stand-in answers: JSON, text of another kind, or nothing but a status. */
export interface Answered {
	status: number;
	json?: unknown;
	text?: { type: string; body: string };
	headers?: Record<string, string>;
}

/** A request as the doors take it. */
export interface Asked {
	method: string;
	url: URL;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** A REST error: a list, as at the vendor. */
export function refusal(status: number, errorCode: string, message: string, fields?: string[]): Answered {
	return { status, json: [{ message, errorCode, ...(fields && { fields }) }] };
}

/** Rows as comma-separated values, the header on every page; null is an empty field. */
export function csvOf(columns: readonly string[], rows: readonly Record<string, unknown>[]): string {
	const cell = (value: unknown) => {
		const text = value === null || value === undefined ? "" : String(value);
		return `"${text.replaceAll('"', '""')}"`;
	};
	return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
		.map((line) => line.map(cell).join(","))
		.join("\n")
		.concat("\n");
}
