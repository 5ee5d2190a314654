import { Readable } from "node:stream";
import { CourtsideError } from "../../core/contract/problem.ts";

/** A file of a multipart form while it streams in; read `content` to its end before asking for the next. */
export interface IncomingPart {
	name: string;
	content: Readable;
}

const binary = { type: "string", format: "binary" } as const;

/** A form with files as a request body. Not a zod schema: that would have the body read into memory to be checked. */
function formOf<Name extends string, Part extends object>(name: Name, part: Part) {
	const schema = { type: "object" as const, properties: { [name]: part } as Record<Name, Part>, required: [name] };
	return { required: true, content: { "multipart/form-data": { schema } } };
}
/** `request: { body: oneFile }`; read it with {@link incomingFiles}. */
export const oneFile = formOf("file", binary);
/** `request: { body: someFiles }`; read it with {@link incomingFiles}. */
export const someFiles = formOf("files", { type: "array" as const, items: binary });

const MOST_HEADER_BYTES = 16_384;
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i;

/**
 * The files of a multipart/form-data request (RFC 7578), one after the other and each as a stream, so that an upload of
 * gigabytes needs no memory. Fields that are no files are passed over. Throws invalid_request on what is no such form.
 */
export async function* incomingFiles(request: Request): AsyncGenerator<IncomingPart> {
	const match = BOUNDARY.exec(request.headers.get("content-type") ?? "");
	const boundary = match?.[1] ?? match?.[2];
	if (!boundary || !request.body) throw broken("Send the files as multipart/form-data.");
	const input = new FormReader(request.body, boundary);
	await input.skipPreamble();
	for (;;) {
		const headers = await input.nextHeaders();
		if (headers === null) return;
		const name = fileNameOf(headers);
		const content = Readable.from(input.content(), { objectMode: false });
		if (name !== null) yield { name, content };
		// Whatever was not read, and fields: the next part begins after it.
		await input.skipContent();
	}
}

/** Reads a form piece by piece. What is held is never more than one piece and a boundary. */
class FormReader {
	readonly #source: AsyncIterator<Uint8Array>;
	readonly #delimiter: Buffer;
	#held: Buffer = Buffer.alloc(0);
	#inContent = false;

	constructor(body: ReadableStream<Uint8Array>, boundary: string) {
		this.#source = body[Symbol.asyncIterator]();
		this.#delimiter = Buffer.from(`\r\n--${boundary}`);
		// The first boundary has no line break before it; with one put there, all are alike.
		this.#held = Buffer.from("\r\n");
	}

	async skipPreamble(): Promise<void> {
		this.#inContent = true;
		await this.skipContent();
	}

	/** The headers of the next part, null after the last. */
	async nextHeaders(): Promise<string | null> {
		while (this.#held.length < 2) if (!(await this.#more())) throw broken("The form ends too early.");
		if (this.#held.subarray(0, 2).toString("latin1") === "--") return null;
		for (;;) {
			const end = this.#held.indexOf("\r\n\r\n");
			if (end >= 0) {
				const headers = this.#held.subarray(0, end).toString("utf8");
				// An empty part's boundary takes its line break from the end of the headers.
				this.#held = this.#held.subarray(end + 4);
				this.#inContent = true;
				return headers;
			}
			if (this.#held.length > MOST_HEADER_BYTES) throw broken("A part of the form has too long headers.");
			if (!(await this.#more())) throw broken("The form ends too early.");
		}
	}

	/** The bytes of the part in hand, up to the next boundary. */
	async *content(): AsyncGenerator<Buffer> {
		while (this.#inContent) {
			const at = this.#held.indexOf(this.#delimiter);
			if (at >= 0) {
				const last = this.#held.subarray(0, at);
				this.#held = this.#held.subarray(at + this.#delimiter.length);
				this.#inContent = false;
				if (last.length > 0) yield last;
				return;
			}
			// The end of what is held may be the beginning of a boundary.
			const safe = this.#held.length - this.#delimiter.length + 1;
			if (safe > 0) {
				const piece = this.#held.subarray(0, safe);
				this.#held = this.#held.subarray(safe);
				yield piece;
			}
			if (!(await this.#more())) throw broken("The upload broke off.");
		}
	}

	async skipContent(): Promise<void> {
		for await (const _ of this.content());
	}

	async #more(): Promise<boolean> {
		const { done, value } = await this.#source.next();
		if (done) return false;
		this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
		return true;
	}
}

/** The file's own name without its folders; null for a field that is no file. */
function fileNameOf(headers: string): string | null {
	const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(headers)?.[1] ?? "";
	const extended = /;\s*filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
	const plain = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
	const name = extended !== undefined ? decoded(extended) : plain?.replace(/%22/g, '"').replace(/\\(.)/g, "$1");
	if (name === undefined) return null;
	const bare = name.split(/[\\/]/).at(-1)?.trim() ?? "";
	return bare === "" ? "file" : bare.slice(0, 200);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function broken(message: string): CourtsideError {
	return new CourtsideError("invalid_request", message);
}
