import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { askQuotaRequest, decideQuotaRequest, QuotaRequestJson } from "../../core/contract/quotas.ts";
import { allocate } from "../../core/model/money.ts";
import { type Period, parsePeriod } from "../../core/model/period.ts";
import { periodAsked } from "../answers/forecast.ts";
import { recordAudit } from "../audit/record.ts";
import { requireVersion, requireVisibleOwner, type Writer } from "../db/own-write.ts";
import { decideRequest, insertRequest, peersOf, type RequestStep, type StoredRequest } from "../db/quota-requests.ts";
import { quotasOf, saveQuotas } from "../db/quotas.ts";
import { loadRates } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import type { Principal } from "../policy/principal.ts";

/** A request as somebody sees it, with what they may say to it. */
export function quotaRequestJson(of: StoredRequest, steps: RequestStep[], principal: Principal): QuotaRequestJson {
	const { currency, had, asked } = of;
	return {
		id: of.id,
		user: { id: of.userId, name: of.userName },
		period: of.period,
		had: { amountMinor: had.toString(), currency },
		asked: { amountMinor: asked.toString(), currency },
		reason: of.reason,
		state: of.state,
		carriedBy: of.carriedBy,
		askedBy: of.askedBy,
		askedAt: new Date(of.askedAt).toISOString(),
		steps: steps
			.filter((s) => s.requestId === of.id)
			.map(({ decision, by, at, comment }) => ({ decision, by, at: new Date(at).toISOString(), comment })),
		may: decisionsOf(of, principal),
		version: of.version,
	};
}

type Decision = QuotaRequestJson["may"][number];

/**
 * Who may say what: first somebody who leads the person backs the request, then somebody who may change quotas grants it
 * (at once where nobody leads the person, or where the leader may do both). Nobody decides on their own.
 */
function decisionsOf(of: StoredRequest, { userId, permissions }: Principal): Decision[] {
	if (of.state !== "asked" && of.state !== "backed") return [];
	if (of.userId === userId) return ["withdrawn"];
	const leads = of.leaders.includes(userId) && permissions.has("quotas:ask");
	const plans = permissions.has("quotas:write");
	const may: Decision[] = [];
	if (leads && of.state === "asked" && !plans) may.push("backed");
	if (plans && (of.state === "backed" || of.leaders.length === 0 || leads)) may.push("granted");
	if ((leads && of.state === "asked") || plans) may.push("declined");
	if (of.askedById === userId) may.push("withdrawn");
	return may;
}

/** Asks for another quota for oneself or somebody in sight; gives its id. Throws unprocessable, already_exists. */
export async function askForQuota(writer: Writer, given: z.output<typeof askQuotaRequest>): Promise<string> {
	const { trx, principal, workspace } = writer;
	const userId = given.userId ?? principal.userId;
	await requireVisibleOwner(userId, writer);
	const period = periodAsked(workspace, { period: given.period });
	const had = (await revenueQuotas(writer, period)).get(userId);
	if (had === undefined) {
		throw new CourtsideError("unprocessable", "There is no quota of theirs in that period that could be changed.");
	}
	const id = await insertRequest(trx, {
		...{ tenantId: principal.tenantId, userId, period: period.name, currency: workspace.currency, had },
		...{ asked: BigInt(given.askedMinor), reason: given.reason, by: principal.userId },
	});
	if (id === null) {
		throw new CourtsideError("already_exists", "A request for that period is open already. Take it back to ask anew.");
	}
	await tellOfRequest(writer, id, "quota-request.asked", { userId, had: had.toString(), asked: given.askedMinor });
	return id;
}

/** Says yes, no or further; a grant changes the quota at once. Throws version_conflict, forbidden, unprocessable. */
export async function sayToRequest(
	writer: Writer,
	request: StoredRequest,
	given: z.output<typeof decideQuotaRequest>,
): Promise<void> {
	const { trx, principal } = writer;
	requireVersion(given.version, request.version, "request");
	const { decision } = given;
	if (!decisionsOf(request, principal).includes(decision)) {
		throw new CourtsideError(
			"forbidden",
			"It is not yours to decide, or not yet: first whoever leads the person answers.",
		);
	}
	const isGrant = decision === "granted";
	if (isGrant) await grant(writer, request, given.carriedBy);
	const { tenantId, userId: by } = principal;
	await decideRequest(trx, {
		...{ tenantId, id: request.id, version: request.version, decision, comment: given.comment ?? null, by },
		carriedBy: isGrant ? given.carriedBy : null,
	});
	await tellOfRequest(writer, request.id, `quota-request.${decision}`, {
		...{ userId: request.userId, had: request.had.toString(), asked: request.asked.toString() },
		...(isGrant && { carriedBy: given.carriedBy }),
	});
}

/** `peers`: what one carries less the others of the team carry more, in proportion to what they have, to the cent. */
async function grant(writer: Writer, request: StoredRequest, carriedBy: "team" | "peers"): Promise<void> {
	const { trx, principal, workspace } = writer;
	const period = parsePeriod(workspace.fiscal, request.period);
	if (!period) throw new CourtsideError("unprocessable", "The fiscal calendar has no such period any more.");
	const held = await revenueQuotas(writer, period);
	const now = held.get(request.userId) ?? 0n;
	const quotas = [{ nodeId: request.userId, amountMinor: request.asked }];
	if (carriedBy === "peers") {
		const peers = (await peersOf(trx, request.userId)).filter((id) => held.has(id));
		const amounts = peers.map((id) => held.get(id) ?? 0n);
		const parts = allocate(now - request.asked, amounts.map(Number));
		const after = amounts.map((amount, k) => amount + (parts[k] ?? 0n));
		if (peers.length === 0 || after.some((amount) => amount < 0n)) {
			throw new CourtsideError(
				"unprocessable",
				"The team's other people cannot make up for it. Let the team carry it.",
			);
		}
		peers.forEach((nodeId, k) => {
			quotas.push({ nodeId, amountMinor: after[k] ?? 0n });
		});
	}
	const { tenantId } = principal;
	await saveQuotas(trx, tenantId, { period: period.name, currency: workspace.currency, quotas, kindOf: () => "user" });
}

async function revenueQuotas({ trx, workspace }: Writer, period: Period): Promise<Map<string, bigint>> {
	const rates = await loadRates(trx, workspace.currency);
	const list = await quotasOf(trx, period, workspace.fiscal, workspace.currency, rates);
	return new Map(list.map((q) => [q.nodeId, q.amountMinor]));
}

async function tellOfRequest(
	{ trx, principal, requestId }: Writer,
	entityId: string,
	action: string,
	detail: Record<string, string>,
): Promise<void> {
	const { tenantId, userId, name } = principal;
	const entity = "quota-request";
	await appendEvent(trx, { tenantId, type: "quota.changed", entity, entityId, causeId: requestId });
	await recordAudit(trx, { tenantId, actorId: userId, actor: name, action, entity, entityId, detail, requestId });
}
