import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { packageFaults } from "./app/faults.ts";
import { teamsManifest } from "./app/manifest.ts";
import { packageFiles, zipOf } from "./app/package.ts";
import { KNOWN_RIGHTS, MEETING_RIGHTS } from "./app/permissions.ts";
import { faultsOf } from "./pack.ts";

const app = {
	origin: "https://courtside.example.com",
	clientId: "6f1e2c34-9d0b-4a55-8c1e-2f3a4b5c6d7e",
	version: "1.0.0",
};
const changed = (change: (manifest: ReturnType<typeof teamsManifest>) => void) => {
	const manifest = teamsManifest(app);
	change(manifest);
	return manifest;
};
const packed = (manifest: object) => ({
	...packageFiles(app),
	"manifest.json": new TextEncoder().encode(JSON.stringify(manifest)),
});

describe("the package for Teams", () => {
	test("passes the vendor's schema and our own checks, and unpacks to three files at the root", async () => {
		expect(await faultsOf(app)).toEqual([]);
		const files = unzipSync(zipOf(packageFiles(app)));
		expect(Object.keys(files)).toEqual(["manifest.json", "color.png", "outline.png"]);
		expect(JSON.parse(new TextDecoder().decode(files["manifest.json"]))).toMatchObject({
			id: app.clientId,
			webApplicationInfo: { resource: `api://courtside.example.com/${app.clientId}` },
		});
	});

	test("is one static tab for every place of a meeting, and a personal one", () => {
		const [meeting, personal] = teamsManifest(app).staticTabs ?? [];
		expect(meeting?.scopes).toEqual(["groupChat"]);
		expect(meeting?.context).toEqual(["meetingSidePanel", "meetingChatTab", "meetingDetailsTab", "meetingStage"]);
		expect(personal?.scopes).toEqual(["personal"]);
	});

	test("a manifest that the schema does not allow is found", async () => {
		const faulty = changed((m) => {
			m.name.short = "Far too long a name for anybody's rail of apps";
		});
		expect((await faultsOf(app, faulty)).join()).toContain("/name/short");
	});

	test("what the schema lets through is found: rights, addresses, icons, the resource, files", () => {
		const rights = changed((m) => {
			m.authorization = {
				permissions: { resourceSpecific: [{ name: "MeetingStage.Write.Chat", type: "Application" }] },
			};
		});
		expect(packageFaults(packed(rights), app)).toEqual(["Teams knows no right MeetingStage.Write.Chat (Application)"]);
		const elsewhere = changed((m) => {
			const [tab] = m.staticTabs ?? [];
			if (tab) tab.contentUrl = "http://elsewhere.example/teams/";
		});
		expect(packageFaults(packed(elsewhere), app)).toHaveLength(2);
		const resource = changed((m) => {
			m.webApplicationInfo = { id: app.clientId, resource: "api://elsewhere.example/x" };
		});
		expect(packageFaults(packed(resource), app)).toEqual(["webApplicationInfo.resource is not ours"]);
		const { "outline.png": outline, ...rest } = packageFiles(app);
		expect(packageFaults({ ...rest, "color.png": outline ?? new Uint8Array() }, app)).toHaveLength(3);
	});

	test("asks in meetings only for rights that Teams knows, each in its type", () => {
		for (const { name, type } of MEETING_RIGHTS) expect(KNOWN_RIGHTS[name], name).toContain(type);
	});
});
