import type { z } from "zod";
import type { ForecastCallJson, submitCallRequest } from "../../core/contract/forecast-calls.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { roundAt } from "../../core/forecast/calls/call-cycle.ts";
import type { CallAmounts } from "../../core/forecast/calls/call-types.ts";
import { checkCall } from "../../core/forecast/calls/check-call.ts";
import { recordAudit } from "../audit/record.ts";
import { callsOfPeriod, findCall, insertCall } from "../db/forecast-calls.ts";
import { requireVersion, type Writer } from "../db/own-write.ts";
import { appendEvent } from "../events/append.ts";
import { callJson } from "../views/call-view.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { cycleOf, mayCall, sumsOf } from "./desk.ts";
import { type CallGround, modelThen } from "./ground.ts";

/**
 * Keeps what somebody says a node will book, beside what the model says now. Nothing ever changes it. Throws forbidden,
 * unprocessable, and version_conflict when the same person has called meanwhile.
 */
export async function submitCall(
	writer: Writer,
	ground: CallGround,
	asked: z.output<typeof submitCallRequest>,
	viewer: Viewer,
): Promise<ForecastCallJson> {
	const { trx, principal, workspace, requestId } = writer;
	const { tenantId, userId } = principal;
	const { node, stored, period } = ground;
	if (!mayCall(ground, principal)) {
		throw new CourtsideError(
			"forbidden",
			"You call for yourself and for the teams you lead. Ask whoever leads this one.",
		);
	}
	if (asked.currency !== stored.currency) {
		throw new CourtsideError("unprocessable", `currency: this forecast is in ${stored.currency}. Reload the page.`);
	}
	const before = (await callsOfPeriod(trx, period.name, [node.nodeId])).findLast((c) => c.authorId === userId);
	requireVersion(asked.version, before?.version ?? 0, "call");
	const cycle = (await cycleOf(trx, workspace)) ?? { weekday: 7, remindDaysBefore: 0, zone: workspace.zone };
	const amounts = await amountsOf(writer, ground, asked, viewer);
	const id = await insertCall(trx, tenantId, {
		authorId: userId,
		nodeId: node.nodeId,
		period: { name: period.name, start: period.start, end: period.end },
		version: asked.version + 1,
		currency: stored.currency,
		amounts,
		note: asked.note || null,
		submittedAt: workspace.recordedAt,
		dueOn: roundAt(cycle, workspace.recordedAt).dueOn,
		model: modelThen(stored, node),
	});
	if (id === null) requireVersion(asked.version, asked.version + 1, "call");
	const call = await findCall(trx, id ?? "");
	if (!call) throw new CourtsideError("internal", "The call was not kept. Try again.");
	await appendEvent(trx, {
		tenantId,
		type: "forecast.called",
		entity: "forecast",
		entityId: stored.id,
		causeId: requestId,
	});
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: principal.name,
		action: "forecast.called",
		entity: "forecast_call",
		entityId: call.id,
		detail: {
			period: period.name,
			node: node.name || node.nodeId,
			commitMinor: amounts.commitMinor.toString(),
			bestCaseMinor: amounts.bestCaseMinor.toString(),
			modelMinor: node.valueMinor.toString(),
			currency: stored.currency,
		},
		requestId,
	});
	return callJson(call);
}

async function amountsOf(
	{ trx }: Writer,
	ground: CallGround,
	asked: z.output<typeof submitCallRequest>,
	viewer: Viewer,
): Promise<CallAmounts> {
	const bestCaseMinor = BigInt(asked.bestCaseMinor);
	const { pipelineMinor } = asked.pipelineMinor === undefined ? await sumsOf(trx, ground) : { pipelineMinor: 0n };
	const amounts = {
		closedMinor: ground.node.closedMinor,
		commitMinor: BigInt(asked.commitMinor),
		bestCaseMinor,
		pipelineMinor:
			asked.pipelineMinor !== undefined
				? BigInt(asked.pipelineMinor)
				: pipelineMinor > bestCaseMinor
					? pipelineMinor
					: bestCaseMinor,
	};
	const problems = checkCall(amounts);
	if (problems.length === 0) return amounts;
	const errors = problems.map(({ code, params }) => ({
		path: params["field"] ?? "",
		message: say(viewer, `reason.${code}`, params),
	}));
	throw new CourtsideError("unprocessable", errors.map(({ message }) => message).join(" "), { errors });
}
