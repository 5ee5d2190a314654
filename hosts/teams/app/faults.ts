import { sizeOf } from "./icon.ts";
import { resourceOf, type TeamsApp, type teamsManifest } from "./manifest.ts";
import { KNOWN_RIGHTS } from "./permissions.ts";

/** What is wrong with a package that the vendor's schema lets through; empty: nothing. */
export function packageFaults(files: Readonly<Record<string, Uint8Array>>, app: TeamsApp): string[] {
	const faults: string[] = [];
	const names = Object.keys(files).sort().join();
	if (names !== "color.png,manifest.json,outline.png") faults.push(`the package holds ${names}`);
	const manifest = JSON.parse(new TextDecoder().decode(files["manifest.json"])) as ReturnType<typeof teamsManifest>;
	const domains = manifest.validDomains ?? [];
	for (const url of urlsIn(manifest)) {
		if (url.protocol !== "https:") faults.push(`${url.href} is not https`);
		if (!domains.includes(url.host)) faults.push(`${url.host} is none of validDomains`);
	}
	if (manifest.webApplicationInfo?.resource !== resourceOf(app)) faults.push("webApplicationInfo.resource is not ours");
	for (const { name, type } of manifest.authorization?.permissions?.resourceSpecific ?? []) {
		if (!KNOWN_RIGHTS[name]?.includes(type as "Delegated")) faults.push(`Teams knows no right ${name} (${type})`);
	}
	for (const [name, size] of [
		["color.png", 192],
		["outline.png", 32],
	] as const) {
		const file = files[name];
		const [width, height] = file ? sizeOf(file) : [0, 0];
		if (width !== size || height !== size) faults.push(`${name} is ${width}×${height}, not ${size}×${size}`);
	}
	return faults;
}

/** Every address that a tab or the maker's entry leads to. */
function urlsIn(manifest: ReturnType<typeof teamsManifest>): URL[] {
	const { developer, staticTabs = [] } = manifest;
	const tabs = staticTabs.flatMap(({ contentUrl, websiteUrl }) => [contentUrl, websiteUrl]);
	return [developer.websiteUrl, developer.privacyUrl, developer.termsOfUseUrl, ...tabs]
		.filter((url): url is string => url !== undefined)
		.map((url) => new URL(url));
}
