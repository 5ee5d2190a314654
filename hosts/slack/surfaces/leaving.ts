import type { Listening } from "../app.ts";
import { seenOf } from "../people.ts";
import { forgetSlackTeam } from "../teams.ts";

/** We were taken out, or somebody changed: what we know follows at once. */
export function listenToLeaving({ app, ports }: Listening): void {
	app.event("app_uninstalled", async ({ context }) => forgetSlackTeam(ports, context.teamId ?? ""));
	app.event("tokens_revoked", async ({ event, context }) => {
		// Tokens of persons are none of ours: we have only the app's own.
		if ((event.tokens.bot ?? []).length > 0) await forgetSlackTeam(ports, context.teamId ?? "");
	});
	app.event("user_change", async ({ event, context }) => {
		const seen = seenOf(event.user, context.teamId ?? "");
		if (seen) await ports.chat.note(context.teamId ?? "", [seen]);
	});
}
