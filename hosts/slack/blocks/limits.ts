import type { KnownBlock } from "@slack/types";

/** What Slack takes at most. A message's text all together has a ceiling that no page names; it refused 13,000. */
export const MOST = {
	blocks: { message: 50, home: 100, modal: 100 },
	text: { section: 3000, header: 150, context: 2000, button: 75, field: 2000, title: 24, placeholder: 150, option: 75 },
	elements: { actions: 25, context: 10, fields: 10, overflow: 5, options: 100 },
	all: 10_000,
} as const;

/** Any block: those that the vendor's types know, and newer ones by their name. */
export type Block = KnownBlock | { type: "data_visualization"; [field: string]: unknown };

/** Cuts a text to `most` UTF-16 units, never through a character, with a sign that something is missing. */
export function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	const end = most - 1;
	const code = text.charCodeAt(end - 1);
	const whole = code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
	return `${text.slice(0, whole)}…`;
}

/** What of blocks Slack would refuse, in its own words; empty when it takes them. */
export function limitFaults(blocks: readonly object[], where: keyof typeof MOST.blocks): string[] {
	const faults: string[] = [];
	if (blocks.length > MOST.blocks[where]) faults.push(`no more than ${MOST.blocks[where]} items allowed`);
	let all = 0;
	let charts = 0;
	const ids = new Set<string>();
	for (const [k, given] of blocks.entries()) {
		const block = given as Loose;
		const fault = (what: string) => faults.push(`${what} [json-pointer:/blocks/${k}]`);
		if (typeof block.block_id === "string") {
			if (ids.has(block.block_id)) fault("block_id is not unique");
			if (block.block_id.length > 255) fault("block_id must be less than 256 characters");
			ids.add(block.block_id);
		}
		if (block.type === "data_visualization" && ++charts > 2) fault("no more than 2 charts");
		for (const [text, most] of textsOf(block)) {
			all += text.length;
			if (text.length === 0) fault("must be more than 0 characters");
			if (text.length > most) fault(`must be less than ${most + 1} characters`);
		}
		for (const [list, most] of listsOf(block))
			if (list.length > most || list.length === 0) fault(`has ${list.length} of ${most} items`);
		faults.push(...chartFaults(block).map((what) => `${what} [json-pointer:/blocks/${k}]`));
	}
	if (all > 13_000) faults.push("msg_blocks_too_long");
	return faults;
}

interface Loose {
	type?: string;
	block_id?: string;
	text?: { text?: string } | string;
	fields?: { text?: string }[];
	elements?: Loose[];
	accessory?: Loose;
	element?: Loose;
	options?: Loose[];
	label?: { text?: string };
	title?: string | { text?: string };
	chart?: {
		type?: string;
		series?: { name?: string; data?: { label?: string; value?: unknown }[] }[];
		axis_config?: { categories?: string[] };
	};
}

function textsOf(block: Loose): [string, number][] {
	const most = MOST.text;
	const own =
		typeof block.text === "object"
			? [
					[
						block.text.text ?? "",
						block.type === "header" ? most.header : block.type === "button" ? most.button : most.section,
					] as [string, number],
				]
			: [];
	if (block.type === "section" && !own.length && !block.fields) own.push(["", most.section]);
	const fields = (block.fields ?? []).map((one): [string, number] => [one.text ?? "", most.field]);
	const label = block.label ? [[block.label.text ?? "", 2000] as [string, number]] : [];
	const inner = [
		...(block.elements ?? []),
		...(block.accessory ? [block.accessory] : []),
		...(block.element ? [block.element] : []),
		...(block.options ?? []),
	];
	const inside = inner.flatMap((one) =>
		typeof one.text === "string"
			? [[one.text, block.type === "context" ? most.context : most.section] as [string, number]]
			: textsOf({ ...one, type: one.type ?? "option" }).map(([text, limit]): [string, number] => [
					text,
					one.type === undefined ? most.option : limit,
				]),
	);
	return [...own, ...fields, ...label, ...inside];
}

function listsOf(block: Loose): [unknown[], number][] {
	const lists: [unknown[], number][] = [];
	if (block.fields) lists.push([block.fields, MOST.elements.fields]);
	if (block.type === "actions" && block.elements) lists.push([block.elements, MOST.elements.actions]);
	if (block.type === "context" && block.elements) lists.push([block.elements, MOST.elements.context]);
	for (const one of [
		block,
		...(block.elements ?? []),
		...(block.accessory ? [block.accessory] : []),
		...(block.element ? [block.element] : []),
	])
		if (one.options)
			lists.push([one.options, one.type === "overflow" ? MOST.elements.overflow : MOST.elements.options]);
	return lists;
}

function chartFaults({ type, title, chart }: Loose): string[] {
	if (type !== "data_visualization") return [];
	const faults: string[] = [];
	if (typeof title !== "string" || title.length === 0 || title.length > 50)
		faults.push("title must be 1 to 50 characters");
	const categories = chart?.axis_config?.categories ?? [];
	if (
		categories.length === 0 ||
		categories.length > 20 ||
		categories.some((one) => one.length === 0 || one.length > 20)
	)
		faults.push("categories must be 1 to 20 of at most 20 characters");
	if (new Set(categories).size !== categories.length) faults.push("categories must be unique");
	const series = chart?.series ?? [];
	if (series.length === 0 || series.length > 6) faults.push("1 to 6 series");
	for (const one of series) {
		if (!one.name || one.name.length > 20) faults.push("a series has a name of at most 20 characters");
		if (JSON.stringify((one.data ?? []).map(({ label }) => label)) !== JSON.stringify(categories))
			faults.push("each series must cover every category");
		if ((one.data ?? []).some(({ value }) => typeof value !== "number" || !Number.isFinite(value)))
			faults.push("values must be numbers");
	}
	return faults;
}
