import { z } from "zod";

/** What Slack takes as blocks, read from its pages: anything else is `invalid_blocks`. Written apart from the host's own checks. */
const text = (most: number) => z.string().min(1).max(most);
const plainText = (most: number) =>
	z.strictObject({ type: z.literal("plain_text"), text: text(most), emoji: z.boolean().optional() });
const mrkdwn = (most: number) =>
	z.strictObject({ type: z.literal("mrkdwn"), text: text(most), verbatim: z.boolean().optional() });
const anyText = (most: number) => z.union([plainText(most), mrkdwn(most)]);
const option = z.strictObject({ text: anyText(75), value: text(150), description: plainText(75).optional() });
const actionId = text(255);
const blockId = text(255).optional();

const button = z.strictObject({
	type: z.literal("button"),
	action_id: actionId,
	text: plainText(75),
	value: z.string().max(2000).optional(),
	url: z.url().max(3000).optional(),
	style: z.enum(["primary", "danger"]).optional(),
	accessibility_label: z.string().max(75).optional(),
});
const overflow = z.strictObject({
	type: z.literal("overflow"),
	action_id: actionId,
	options: z.array(option).min(1).max(5),
});
const staticSelect = z.strictObject({
	type: z.literal("static_select"),
	action_id: actionId,
	options: z.array(option).min(1).max(100),
	initial_option: option.optional(),
	placeholder: plainText(150).optional(),
});
const checkboxes = z.strictObject({
	type: z.literal("checkboxes"),
	action_id: actionId,
	options: z.array(option).min(1).max(10),
	initial_options: z.array(option).min(1).optional(),
});
const input = z.union([
	z.strictObject({
		type: z.literal("plain_text_input"),
		action_id: actionId,
		multiline: z.boolean().optional(),
		max_length: z.number().int().min(1).max(3000).optional(),
		initial_value: z.string().max(3000).optional(),
		placeholder: plainText(150).optional(),
	}),
	z.strictObject({
		type: z.literal("number_input"),
		action_id: actionId,
		is_decimal_allowed: z.boolean(),
		min_value: z.string().optional(),
		max_value: z.string().optional(),
		initial_value: z.string().optional(),
	}),
	z.strictObject({ type: z.literal("datepicker"), action_id: actionId, initial_date: z.iso.date().optional() }),
	z.strictObject({
		type: z.literal("timepicker"),
		action_id: actionId,
		initial_time: z
			.string()
			.regex(/^\d\d:\d\d$/)
			.optional(),
	}),
	staticSelect,
	checkboxes,
]);
const feedback = z.strictObject({
	text: plainText(75),
	value: text(2000),
	accessibility_label: z.string().max(75).optional(),
});

const common = [
	z
		.strictObject({
			type: z.literal("section"),
			block_id: blockId,
			text: anyText(3000).optional(),
			fields: z.array(anyText(2000)).min(1).max(10).optional(),
			accessory: z.union([button, overflow, staticSelect]).optional(),
		})
		.refine((one) => one.text !== undefined || one.fields !== undefined, "a section needs text or fields"),
	z.strictObject({ type: z.literal("divider"), block_id: blockId }),
	z.strictObject({ type: z.literal("context"), block_id: blockId, elements: z.array(anyText(2000)).min(1).max(10) }),
	z.strictObject({
		type: z.literal("actions"),
		block_id: blockId,
		elements: z
			.array(z.union([button, overflow, staticSelect]))
			.min(1)
			.max(25),
	}),
	z.strictObject({ type: z.literal("header"), block_id: blockId, text: plainText(150) }),
] as const;
const chart = z
	.strictObject({
		type: z.literal("data_visualization"),
		block_id: blockId,
		title: text(50),
		chart: z.strictObject({
			type: z.enum(["bar", "line", "area"]),
			series: z
				.array(
					z.strictObject({
						name: text(20),
						data: z
							.array(z.strictObject({ label: text(20), value: z.number() }))
							.min(1)
							.max(20),
					}),
				)
				.min(1)
				.max(6),
			axis_config: z.strictObject({
				categories: z.array(text(20)).min(1).max(20),
				x_label: z.string().max(50).optional(),
				y_label: z.string().max(50).optional(),
			}),
		}),
	})
	.refine(
		({ chart: { series, axis_config } }) =>
			series.every(
				({ data }) => JSON.stringify(data.map(({ label }) => label)) === JSON.stringify(axis_config.categories),
			),
		"each series must cover every category",
	);
const contextActions = z.strictObject({
	type: z.literal("context_actions"),
	block_id: blockId,
	elements: z
		.array(
			z.strictObject({
				type: z.literal("feedback_buttons"),
				action_id: actionId,
				positive_button: feedback,
				negative_button: feedback,
			}),
		)
		.min(1)
		.max(5),
});
const inputBlock = z.strictObject({
	type: z.literal("input"),
	block_id: blockId,
	label: plainText(2000),
	optional: z.boolean().optional(),
	element: input,
	hint: plainText(2000).optional(),
});

const inMessage = z.array(z.union([...common, chart, contextActions])).max(50);
const inHome = z.array(z.union([...common, inputBlock])).max(100);
const inModal = z.array(z.union([...common, inputBlock])).max(100);

/** What is wrong with the blocks of a message; null: nothing. */
export function messageFault(blocks: unknown): string | null {
	const fault = faultOf(inMessage, blocks);
	if (fault) return fault;
	const list = blocks as { type: string }[];
	if (list.filter(({ type }) => type === "data_visualization").length > 2) return "invalid_blocks";
	return lengthFault(list);
}

function lengthFault(list: object[]): string | null {
	let sum = 0;
	const walk = (value: unknown): void => {
		if (Array.isArray(value)) for (const one of value) walk(one);
		else if (typeof value === "object" && value !== null)
			for (const [key, one] of Object.entries(value))
				if (key === "text" && typeof one === "string") sum += one.length;
				else walk(one);
	};
	walk(list);
	return sum > 13_000 ? "msg_blocks_too_long" : null;
}

/** What is wrong with a home or a modal; null: nothing. */
export function viewFault(view: unknown): string | null {
	const title = plainText(24);
	const home = z.strictObject({
		type: z.literal("home"),
		blocks: inHome,
		callback_id: z.string().max(255).optional(),
		private_metadata: z.string().max(3000).optional(),
	});
	const modal = z
		.strictObject({
			type: z.literal("modal"),
			title,
			blocks: inModal,
			submit: title.optional(),
			close: title.optional(),
			callback_id: z.string().max(255).optional(),
			private_metadata: z.string().max(3000).optional(),
		})
		.refine(
			({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== "input"),
			"a modal with inputs needs a submit button",
		);
	return faultOf(z.union([home, modal]), view, (view as { blocks?: unknown } | null)?.blocks);
}

function faultOf(schema: z.ZodType, value: unknown, blocks: unknown = value): string | null {
	if (!schema.safeParse(value).success) return "invalid_blocks";
	const ids = (blocks as { block_id?: string }[]).flatMap(({ block_id }) => block_id ?? []);
	if (new Set(ids).size !== ids.length) return "invalid_blocks";
	for (const block of blocks as { elements?: { action_id?: string }[] }[]) {
		const actions = (block.elements ?? []).flatMap(({ action_id }) => action_id ?? []);
		if (new Set(actions).size !== actions.length) return "invalid_blocks";
	}
	return null;
}
