import type { Host } from "../../core/contract/host.ts";
import { settingFault } from "../../core/contract/host-setting.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { say, type Viewer } from "../views/viewer.ts";

interface Given {
	settings: Record<string, unknown>;
	secrets: Record<string, unknown>;
}

/** Only what the host says that it reads, what has no door of its own, and what each setting takes. Throws unprocessable. */
export function refuseSettings(host: Host, viewer: Viewer, { settings, secrets }: Given): void {
	refuse(`${host.about.name} has no such setting, or sets it on a page of its own.`, [
		...unknownOf(host, Object.keys(settings), false),
		...unknownOf(host, Object.keys(secrets), true),
	]);
	const misfits = host.config.flatMap(({ name, secret, type }) => {
		const fault = settingFault(type, (secret ? secrets : settings)[name]);
		return fault ? [{ path: pathOf(name, secret), message: say(viewer, `setting.fault.${fault}`) }] : [];
	});
	refuse(`${host.about.name} does not take this.`, misfits);
}

function unknownOf({ config }: Host, names: string[], secret: boolean) {
	return names
		.filter((name) => !config.some((one) => one.name === name && one.secret === secret && !one.elsewhere))
		.map((name) => ({ path: pathOf(name, secret), message: "is not set here" }));
}

function pathOf(name: string, secret: boolean): string {
	return `${secret ? "secrets" : "settings"}.${name}`;
}

function refuse(message: string, errors: { path: string; message: string }[]): void {
	if (errors.length > 0) throw new CourtsideError("unprocessable", message, { errors });
}
