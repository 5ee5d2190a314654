import { expect } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import type { SlackChannel, SlackMessage, SlackView, SlackWorkspace } from "../../stand-ins/slack/workspace.ts";
import type { SlackCompany } from "./test-company.ts";

const WAIT = { timeout: 15_000 };

/** Maria's largest open deal. */
export function largestDeal({ db }: Pick<SlackCompany, "db">): Promise<{ id: string; name: string }> {
	return db
		.selectFrom("deals")
		.select(["id", "name"])
		.where("status", "=", "open")
		.where("owner_id", "=", CAST.maria.id)
		.where("amount_minor", "is not", null)
		.orderBy("amount_minor", "desc")
		.executeTakeFirstOrThrow();
}

/** The message that comes into a channel after something was done. */
export async function answerIn(channel: SlackChannel, run: () => Promise<unknown>): Promise<SlackMessage> {
	const count = channel.messages.length;
	await run();
	await expect.poll(() => channel.messages.length, WAIT).toBe(count + 1);
	const message = channel.messages.at(-1);
	if (!message) throw new Error("no answer");
	return message;
}

/** The modal of that name, once it is open. */
export async function modalOf({ views }: SlackWorkspace, callback: string): Promise<SlackView> {
	const open = () => [...views.values()].find(({ view }) => view["callback_id"] === callback);
	await expect.poll(open, WAIT).toBeTruthy();
	const found = open();
	if (!found) throw new Error("no modal");
	return found;
}

/** A button of ours as it is pressed. */
export function button(value: string, action_id: string) {
	return { type: "button", action_id, block_id: "do", value };
}
