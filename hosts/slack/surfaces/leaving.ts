import type { Listening } from "../app.ts";
import { seenOf } from "../people.ts";
import { forgetSlackTeam, installedId } from "../teams.ts";

/** We were taken out, or somebody changed: what we know follows at once. */
export function listenToLeaving({ app, ports }: Listening): void {
	app.event("app_uninstalled", async ({ context }) => forgetSlackTeam(ports, installedId(context)));
	app.event("tokens_revoked", async ({ event, context }) => {
		// Tokens of persons are none of ours: we have only the app's own.
		if ((event.tokens.bot ?? []).length > 0) await forgetSlackTeam(ports, installedId(context));
	});
	app.event("user_change", async ({ event, context }) => {
		const seen = seenOf(event.user, installedId(context));
		if (seen) await ports.chat.note(installedId(context), [seen]);
	});
}
