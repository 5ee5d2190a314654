import { chatCalls } from "./client/chat.ts";
import { coachingCalls } from "./client/coaching.ts";
import { connectionCalls } from "./client/connections.ts";
import { contentCalls } from "./client/content.ts";
import { dealRoomCalls } from "./client/deal-room.ts";
import { dealCalls } from "./client/deals.ts";
import { everydayCalls } from "./client/everyday.ts";
import { callDeskCalls } from "./client/forecast-calls.ts";
import { forecastCalls } from "./client/forecasts.ts";
import { leadCareCalls } from "./client/lead-care.ts";
import { leadCalls } from "./client/leads.ts";
import { marketCalls } from "./client/market.ts";
import { marketingCalls } from "./client/marketing.ts";
import { meCalls } from "./client/me.ts";
import { meetingCalls } from "./client/meetings.ts";
import { memberCalls } from "./client/members.ts";
import { panelCalls } from "./client/panel.ts";
import { peopleCalls } from "./client/people.ts";
import { qualityCalls } from "./client/quality.ts";
import { quotaCalls } from "./client/quotas.ts";
import { runningCalls } from "./client/running.ts";
import { signInCalls } from "./client/sign-in.ts";
import { territoryCalls } from "./client/territories.ts";
import { webhookCalls } from "./client/webhooks.ts";
import { type ClientOptions, createWire } from "./client/wire.ts";
import { workspaceCalls } from "./client/workspace.ts";
import { writeBackCalls } from "./client/write-back.ts";

/** The typed client of `/api/v1`; each call stands with its subject in `client/`. Every failed call throws a CourtsideError with the server's code and words. */
export function createClient(options: ClientOptions) {
	const wire = createWire(options);
	return {
		...signInCalls(wire),
		...meCalls(wire),
		...workspaceCalls(wire),
		...memberCalls(wire),
		...peopleCalls(wire),
		...qualityCalls(wire),
		...connectionCalls(wire),
		...chatCalls(wire),
		...panelCalls(wire),
		...writeBackCalls(wire),
		...webhookCalls(wire),
		...everydayCalls(wire),
		...runningCalls(wire),
		...dealCalls(wire),
		...dealRoomCalls(wire),
		...contentCalls(wire),
		...leadCalls(wire),
		...leadCareCalls(wire),
		...marketingCalls(wire),
		...forecastCalls(wire),
		...callDeskCalls(wire),
		...territoryCalls(wire),
		...quotaCalls(wire),
		...marketCalls(wire),
		...meetingCalls(wire),
		...coachingCalls(wire),
	};
}
export type Client = ReturnType<typeof createClient>;
