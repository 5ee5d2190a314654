import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const APP = join(ROOT, "src/app");
/** The folder that HubSpot wants for each kind. */
const FOLDERS: Record<string, string> = {
	app: ".",
	card: "cards",
	settings: "settings",
	page: "pages",
	webhooks: "webhooks",
	"workflow-action": "workflow-actions",
};
const ONE_ONLY = ["app", "settings", "page", "webhooks"];
const SCOPE_OF: Record<string, string> = { contacts: "contacts", companies: "companies", deals: "deals" };

interface Meta {
	path: string;
	folder: string;
	uid: string;
	type: string;
	config: Record<string, unknown>;
}
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const metas: Meta[] = [".", ...Object.values(FOLDERS).filter((folder) => folder !== ".")].flatMap((folder) =>
	readdirSync(join(APP, folder))
		.filter((name) => name.endsWith("-hsmeta.json"))
		.map((name) => ({ path: join(folder, name), folder, ...json(join(APP, folder, name)) })),
);
const app = metas.find(({ type }) => type === "app")?.config as {
	auth: { redirectUrls: string[]; requiredScopes: string[]; optionalScopes: string[] };
	permittedUrls: { fetch: string[] };
};

test("it is a project of 2026.09 with all that Courtside shows in HubSpot", () => {
	expect(json(join(ROOT, "hsproject.json"))).toMatchObject({ srcDir: "src", platformVersion: "2026.09" });
	expect(metas.map(({ type, uid }) => `${type} ${uid}`).sort()).toEqual([
		"app courtside_app",
		"card courtside_deal_chance",
		"card courtside_deal_coaching",
		"card courtside_lead_history",
		"card courtside_lead_score",
		"page courtside_outlook",
		"settings courtside_settings",
		"webhooks courtside_webhooks",
		"workflow-action courtside_route_lead",
		"workflow-action courtside_score_record",
	]);
});

describe.each(metas)("$path", ({ path, folder, type, config }) => {
	test("fits its schema and stands where its kind must", () => {
		const validate = new Ajv({ allErrors: true }).compile(json(join(ROOT, "schemas", `${type}.schema.json`)));
		const { path: _, folder: __, ...meta } = metas.find((one) => one.path === path) as Meta;
		expect(validate(meta), JSON.stringify(validate.errors)).toBe(true);
		expect(FOLDERS[type]).toBe(folder);
	});

	test("what it starts is there", () => {
		if (typeof config["entrypoint"] === "string")
			expect(existsSync(join(ROOT, "src", config["entrypoint"])), config["entrypoint"]).toBe(true);
	});

	test("every address of ours comes from the one setting, so that card, permission and signature cannot drift apart", () => {
		const text = JSON.stringify(config);
		for (const [address] of text.matchAll(/https?:\/\/[^"]+/g)) expect(address).toBe("");
	});
});

test("no uid is there twice, and what may be there once is", () => {
	const uids = metas.map(({ uid }) => uid);
	expect(new Set(uids).size).toBe(uids.length);
	for (const kind of ONE_ONLY) expect(metas.filter(({ type }) => type === kind)).toHaveLength(1);
});

test("scopes cover the objects beside which cards stand, and calls go only where they are permitted", () => {
	for (const { config } of metas.filter(({ type }) => type === "card"))
		for (const object of config["objectTypes"] as string[])
			expect(app.auth.requiredScopes).toContain(`crm.objects.${SCOPE_OF[object]}.read`);
	expect(app.permittedUrls.fetch).toEqual([["$", "{COURTSIDE_URL}"].join("")]);
	for (const profile of readdirSync(ROOT).filter((name) => name.startsWith("hsprofile.")))
		expect(json(join(ROOT, profile)).variables.COURTSIDE_URL).toMatch(/^https:\/\/[^/]+$/);
});

test("our own properties are never subscribed to, nor the date of change", () => {
	const [webhooks] = metas.filter(({ type }) => type === "webhooks");
	const subscriptions = webhooks?.config["subscriptions"] as {
		crmObjects: { propertyName?: string }[];
		hubEvents: { subscriptionType: string }[];
	};
	const names = subscriptions.crmObjects.flatMap(({ propertyName = "" }) => propertyName);
	expect(names.filter((name) => /^courtside_|lastmodified/.test(name))).toEqual([]);
	expect(subscriptions.hubEvents.map((one) => one.subscriptionType)).toContain("contact.privacyDeletion");
});
