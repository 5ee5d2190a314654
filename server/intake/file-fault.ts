/** Why a file cannot be read at all: `import.file.<code>` in words. */
export type FileFaultCode =
	| "empty"
	| "no_rows"
	| "no_header"
	| "one_column"
	| "too_wide"
	| "too_big"
	| "locked"
	| "old_excel"
	| "pdf"
	| "not_a_table"
	| "broken_zip"
	| "zip_bomb"
	| "no_sheets"
	| "broken_quotes"
	| "not_found";

/** A file that cannot be taken in. Expected, and told to the person who brought it. */
export class FileFault extends Error {
	readonly code: FileFaultCode;
	readonly file: string;
	readonly params: Record<string, string | number>;

	constructor(code: FileFaultCode, file: string, params: Record<string, string | number> = {}) {
		super(`${file}: ${code}`);
		this.name = "FileFault";
		this.code = code;
		this.file = file;
		this.params = params;
	}
}

/** How large files and what is packed in them may be. */
export const LIMITS = {
	/** Columns of one sheet. */
	columns: 1000,
	/** Bytes once unpacked. */
	unpackedBytes: 4 * 1024 ** 3,
	/** Beyond `ratioFrom` unpacked bytes, a file that grew more than this many times is a bomb. */
	ratio: 250,
	ratioFrom: 64 * 1024 ** 2,
	/** Characters of one row, quoted line breaks included. */
	rowLength: 1024 ** 2,
	/** A workbook is held packed in memory. */
	workbookBytes: 300 * 1024 ** 2,
} as const;

/** Counts unpacked bytes against the limits. Throws FileFault `zip_bomb`. */
export function guardUnpacking(file: string, packedBytes: number): (moreBytes: number) => void {
	let unpacked = 0;
	return (moreBytes) => {
		unpacked += moreBytes;
		const grown = unpacked > LIMITS.ratioFrom && unpacked > packedBytes * LIMITS.ratio;
		if (grown || unpacked > LIMITS.unpackedBytes) {
			throw new FileFault("zip_bomb", file, { megabytes: Math.round(unpacked / 1024 ** 2) });
		}
	};
}
