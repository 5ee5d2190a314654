import type { HostKit } from "../../core/contract/conformance.ts";
import { webKit } from "../web/test-kit.ts";
import { type TeamsSurface, teamsHost } from "./host.ts";

/** The Teams host with news as Graph sends it, and a reader of its surface from a real DOM. Needs `document` (happy-dom). */
export const teamsKit: HostKit<TeamsSurface> = {
	host: teamsHost,
	raw: {
		payload: {
			value: [
				{
					subscriptionId: "7f105c7d-2dc5-4530-97cd-4e7ae6534c07",
					clientState: "a-state-of-our-own",
					changeType: "created",
					resource: "users/b935/onlineMeetings('MSpk')/transcripts('MSMjMCMj')",
				},
			],
		},
		records: 1,
		changes: 0,
	},
	// The panel draws the same card of the kit as the portal does.
	readBack: ({ props }) => webKit.readBack({ component: "NumberCard", props }),
};
