import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Host } from "../../core/contract/host.ts";
import { settingWords } from "../../core/contract/host-setting.ts";
import { catalogues } from "../../core/words/catalogues.ts";

const HOSTS = join(import.meta.dirname, "../../hosts");
const names = readdirSync(HOSTS).filter((name) => readdirSync(join(HOSTS, name)).includes("host.ts"));

test.each(names)("%s says in every language what its settings and rights are for", async (name) => {
	const module: Record<string, Host> = await import(join(HOSTS, name, "host.ts"));
	const host = Object.values(module).find((one) => one.id === name);
	if (!host) throw new Error(`hosts/${name}/host.ts exports no host of that id`);
	const { scopes, addresses, limits } = host.about;
	const keys = [
		...host.config.flatMap((one) => Object.values(settingWords(host.id, one.name))),
		...[...scopes, ...addresses, ...limits].map(({ reason }) => reason),
	].map(({ key }) => key);
	expect(keys.length).toBeGreaterThan(0);
	for (const [locale, words] of Object.entries(catalogues))
		expect(
			keys.filter((key) => !words[key]),
			locale,
		).toEqual([]);
});
