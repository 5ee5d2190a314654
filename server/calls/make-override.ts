import type { z } from "zod";
import type { ForecastOverrideJson, overrideRequest } from "../../core/contract/forecast-calls.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { overrideState } from "../../core/forecast/calls/overrides.ts";
import { recordAudit } from "../audit/record.ts";
import {
	findOverride,
	insertOverride,
	overrideVersion,
	type StoredOverride,
	withdrawOverride,
} from "../db/forecast-overrides.ts";
import { requireVersion, type Writer } from "../db/own-write.ts";
import { appendEvent } from "../events/append.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { overrideJson } from "../views/call-view.ts";
import { heldDeals } from "./adjusted.ts";
import { type CallGround, modelThen } from "./ground.ts";

/**
 * Keeps what a manager says instead of the model's number for a node or one of its open deals. Throws unprocessable, and
 * version_conflict when somebody has meanwhile said something of the same.
 */
export async function makeOverride(
	writer: Writer,
	ground: CallGround,
	asked: z.output<typeof overrideRequest>,
): Promise<ForecastOverrideJson> {
	const { trx, principal, workspace } = writer;
	const { stored, period } = ground;
	if (asked.currency !== stored.currency) {
		throw new CourtsideError("unprocessable", `currency: this forecast is in ${stored.currency}. Reload the page.`);
	}
	if (BigInt(asked.valueMinor) < 0n) throw new CourtsideError("unprocessable", "valueMinor: give 0 or more.");
	const { target, model } = await targetOf(writer, ground, asked.dealId);
	const dealId = target.kind === "deal" ? target.dealId : null;
	const before = await overrideVersion(trx, period.name, { nodeId: target.nodeId, dealId });
	requireVersion(asked.version, before, "override");
	const id = await insertOverride(trx, principal.tenantId, {
		target,
		period: period.name,
		version: asked.version + 1,
		currency: stored.currency,
		valueMinor: BigInt(asked.valueMinor),
		by: principal.userId,
		at: workspace.recordedAt,
		reason: asked.reason,
		isUsed: asked.isUsed,
		model,
	});
	if (id === null) requireVersion(asked.version, asked.version + 1, "override");
	const made = await findOverride(trx, id ?? "");
	if (!made) throw new CourtsideError("internal", "The override was not kept. Try again.");
	await tell(writer, made, stored.id, "forecast.overridden");
	return overrideJson(made, overrideState(made, workspace.now, target.kind === "deal" ? target.stageId : null));
}

/** Takes an override back; it stays to be seen. Null when there is none in sight. Throws wrong_state when it was taken back already. */
export async function takeBackOverride(writer: Writer, id: string, isSeen: (o: StoredOverride) => Promise<boolean>) {
	const { trx, principal, workspace } = writer;
	const before = await findOverride(trx, id);
	if (!before || !(await isSeen(before))) return null;
	if (!(await withdrawOverride(trx, id, { userId: principal.userId, at: workspace.recordedAt }))) {
		throw new CourtsideError("wrong_state", "It has been taken back already. Reload the page.");
	}
	const after = await findOverride(trx, id);
	if (!after) return null;
	await tell(writer, after, id, "forecast.override_withdrawn");
	return overrideJson(after, "withdrawn");
}

async function targetOf({ trx, principal }: Writer, { stored, node, nodes }: CallGround, dealId: string | undefined) {
	if (dealId === undefined) {
		return { target: { kind: "node" as const, nodeId: node.nodeId }, model: modelThen(stored, node) };
	}
	const deal = await trx.selectFrom("deals").select(["owner_id", "name"]).where("id", "=", dealId).executeTakeFirst();
	if (!deal || !(await maySeeOwner(trx, principal, deal.owner_id))) {
		throw new CourtsideError("not_found", "There is no such deal among those you may see.");
	}
	const held = (await heldDeals(trx, stored.id, [dealId])).get(dealId);
	if (held?.place !== "open" || !nodes.some((n) => n.nodeId === held.leafId)) {
		throw new CourtsideError("unprocessable", "dealId: this deal is not among the open ones of this forecast.");
	}
	const model = {
		...modelThen(stored, node),
		valueMinor: held.expectedMinor,
		lowMinor: null,
		highMinor: null,
		level: null,
	};
	return { target: { kind: "deal" as const, dealId, nodeId: held.leafId, stageId: held.stageId }, model };
}

async function tell(
	{ trx, principal, requestId }: Writer,
	made: StoredOverride,
	entityId: string,
	action: "forecast.overridden" | "forecast.override_withdrawn",
): Promise<void> {
	const { tenantId, userId, name } = principal;
	await appendEvent(trx, { tenantId, type: "forecast.called", entity: "forecast", entityId, causeId: requestId });
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action,
		entity: "forecast_override",
		entityId: made.id,
		detail: {
			period: made.period,
			target: made.target.kind === "deal" ? made.target.dealId : made.target.nodeId,
			valueMinor: made.valueMinor.toString(),
			modelMinor: made.model.valueMinor.toString(),
			currency: made.currency,
			reason: made.reason,
			isUsed: made.isUsed,
		},
		requestId,
	});
}
