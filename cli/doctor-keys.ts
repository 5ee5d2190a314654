import { keyStandings } from "../server/auth/rotate-keys.ts";
import { createSealer } from "../server/auth/seal.ts";
import type { Config } from "../server/config.ts";
import type { Database } from "../server/db/connect.ts";
import { masterKeysOf } from "../server/secrets.ts";
import { settings } from "../server/settings.ts";
import type { Finding } from "./doctor-checks.ts";

/** Whether everything that is sealed can be opened, and by which keys. */
export async function examineKeys(database: Database, config: Config): Promise<Finding> {
	const name = "Workspaces' keys";
	const keys = masterKeysOf(config);
	const master = createSealer(keys.current, keys.former);
	const standings = await keyStandings(database, master);
	const sum = (pick: (one: (typeof standings)[number]) => number) => standings.reduce((n, one) => n + pick(one), 0);
	const [lost, former, behind] = [sum((s) => s.lost), sum((s) => s.wrappedByFormer), sum((s) => s.behind)];
	const says = `${sum((s) => s.secrets)} secrets sealed under ${sum((s) => (s.kid ? 1 : 0))} workspaces' own keys`;
	if (lost > 0) {
		const change = `start with the former key as ${settings.masterKeyOld.name}, then npm run keys -- rewrap`;
		return { name, state: "fault", says: `${lost} keys were wrapped by a master key that is not here`, change };
	}
	if (former > 0)
		return {
			name,
			state: "on",
			says: `${says}; ${former} still need the former master key`,
			change: "npm run keys -- rewrap",
		};
	if (behind > 0)
		return { name, state: "on", says: `${says}; ${behind} under an older key`, change: "npm run keys -- rotate" };
	const { masterKeyOld } = settings;
	return {
		name,
		state: "on",
		says,
		...(config.masterKeyOld && { change: `${masterKeyOld.name} is not needed any more` }),
	};
}
