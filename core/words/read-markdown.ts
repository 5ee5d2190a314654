/** A run of text within a block. Links lead to http or https only; anything else stays text. */
export type Inline =
	| { kind: "text" | "strong" | "emphasis"; text: string }
	| { kind: "link"; text: string; url: string };

/** A block of a content line. */
export type Block =
	| { kind: "heading" | "paragraph" | "quote"; inlines: Inline[] }
	| { kind: "list"; ordered: boolean; items: Inline[][] };

/**
 * Reads the small subset of Markdown that content lines are written in: `## heading`, `> quote`, `- item`, `1. item`,
 * `**strong**`, `*emphasis*`, `[text](https://…)`, blank lines between paragraphs. There is no HTML in it: whatever else
 * is written stays the text it is.
 */
export function readMarkdown(source: string): Block[] {
	const blocks: Block[] = [];
	let paragraph: string[] = [];
	const close = () => {
		if (paragraph.length > 0) blocks.push({ kind: "paragraph", inlines: readInlines(paragraph.join(" ")) });
		paragraph = [];
	};
	for (const raw of source.split(/\r?\n/)) {
		const line = raw.trim();
		const item = /^(?:[-*]|(\d{1,3})[.)])\s+(.+)$/.exec(line);
		const marked = /^(#{1,4}|>)\s*(.+)$/.exec(line);
		if (line === "") close();
		else if (item) {
			close();
			const ordered = item[1] !== undefined;
			const last = blocks.at(-1);
			const inlines = readInlines(item[2] ?? "");
			if (last?.kind === "list" && last.ordered === ordered) last.items.push(inlines);
			else blocks.push({ kind: "list", ordered, items: [inlines] });
		} else if (marked) {
			close();
			blocks.push({ kind: marked[1] === ">" ? "quote" : "heading", inlines: readInlines(marked[2] ?? "") });
		} else paragraph.push(line);
	}
	close();
	return blocks;
}

const MARK =
	/\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*\s][^*]*)\*|\[(?<text>[^\][]+)\]\((?<url>https?:\/\/[^\s)]+)\)/g;

function readInlines(text: string): Inline[] {
	const found: Inline[] = [];
	let at = 0;
	const plain = (until: number) => {
		if (until > at) found.push({ kind: "text", text: text.slice(at, until) });
	};
	for (const match of text.matchAll(MARK)) {
		plain(match.index);
		at = match.index + match[0].length;
		const { strong, emphasis, text: label = "", url } = match.groups ?? {};
		if (strong !== undefined) found.push({ kind: "strong", text: strong });
		else if (emphasis !== undefined) found.push({ kind: "emphasis", text: emphasis });
		else if (url !== undefined) found.push({ kind: "link", text: label, url });
	}
	plain(text.length);
	return found;
}
