import type { SignedRequest } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import { readSecrets } from "../hosts/connection-secrets.ts";
import { enqueueDelivery, keepDelivery, markApplied, markFailed } from "../hosts/inbox.ts";
import { findInstallation } from "../hosts/installations.ts";
import { toldReason } from "../queue/told-reason.ts";
import { applyBotEvent, type BotDeps } from "./apply-bot-event.ts";
import type { Bot, BotEvent } from "./bot-event.ts";

/**
 * Takes one delivery of a meeting bot: proven, kept as it came, and applied at once, because somebody is being coached. One
 * that cannot be applied now is tried again by the queue; one that cannot be read is kept as failed. Words that may still
 * change are shown and not kept: their final follows. Throws CourtsideError not_found where the workspace takes none of
 * this vendor, not_signed_in where it is not the vendor's.
 */
export async function takeBotDelivery(
	deps: Pick<Deps, "vault" | "log"> & BotDeps,
	tenantId: number,
	bot: Bot,
	request: SignedRequest,
): Promise<"new" | "seen" | "failed"> {
	const { database, vault, now } = deps;
	const db = database.reader(tenantId);
	const installation = await findInstallation(db, tenantId, bot.vendor);
	if (installation?.state !== "on")
		throw new CourtsideError("not_found", "Meeting bots of this vendor are not switched on here. See the settings.");
	const refusal = bot.refusal(request, await readSecrets(db, vault, tenantId, bot.vendor), now());
	if (refusal !== null) throw new CourtsideError("not_signed_in", `Refused: ${refusal}.`);
	const interim = interimOf(bot, request.body);
	if (interim) {
		await applyBotEvent(deps, tenantId, bot.vendor, interim);
		return "new";
	}
	const deliveryKey = bot.deliveryKey(request);
	const inboxId = await keepDelivery(database, { tenantId, source: bot.vendor, deliveryKey, request });
	if (inboxId === null) return "seen";
	try {
		await applyBotDelivery(deps, tenantId, bot, { inboxId, body: request.body });
	} catch (error) {
		deps.log.warn({ err: error, tenantId, inboxId }, "a meeting bot's delivery was not applied at once");
		if (isUnreadable(error)) return "failed";
		await enqueueDelivery(deps.jobs, tenantId, inboxId);
	}
	return "new";
}

/** Applies a delivery that is kept. One that cannot be read is marked as failed; anything thrown may be tried again. */
export async function applyBotDelivery(
	deps: BotDeps,
	tenantId: number,
	bot: Bot,
	{ inboxId, body }: { inboxId: string; body: string },
): Promise<void> {
	const { database, now } = deps;
	try {
		const event = bot.read(jsonOf(body));
		if (event) await applyBotEvent(deps, tenantId, bot.vendor, event);
		await database.inTenant(tenantId, (trx) => markApplied(trx, tenantId, inboxId, now()));
	} catch (error) {
		const failed = { tenantId, id: inboxId, reason: toldReason(error, inboxId), isFinal: isUnreadable(error) };
		await database.inTenant(tenantId, (trx) => markFailed(trx, failed));
		throw error;
	}
}

/** What a delivery says where it is nothing but words that may still change. */
function interimOf(bot: Bot, body: string): BotEvent | null {
	try {
		const event = bot.read(JSON.parse(body));
		const isOpen = event !== null && event.segments.length > 0 && event.segments.every(({ final }) => !final);
		return isOpen ? event : null;
	} catch {
		return null;
	}
}

function isUnreadable(error: unknown): boolean {
	return error instanceof CourtsideError && error.code === "unprocessable";
}

function jsonOf(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch (cause) {
		throw new CourtsideError("unprocessable", "The body is not JSON.", { cause });
	}
}
