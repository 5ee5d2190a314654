import { Form, Input, LoadingButton, NumberInput, Toggle } from "@hubspot/ui-extensions";
import { expect, test } from "vitest";
import catalogues from "../packages/card-kit/words.json";
import { Settings } from "../src/app/settings/settings.tsx";
import { connection, grades, writeBack } from "./answers.ts";
import { at } from "./render.tsx";

const WRITE = "api/connections/hubspot/write-back";
const GRADES = "api/leads/qualification";
const all = {
	"api/connections/hubspot": { json: connection },
	[WRITE]: { json: writeBack },
	[GRADES]: { json: grades },
};

test("shows how the connection stands, where scores go, and when a lead is hot", async () => {
	const { renderer, draw, words } = at("settings", all);
	draw(<Settings />);
	await renderer.waitFor(() => expect(renderer.findAll(NumberInput)).toHaveLength(2));
	expect(words()).toContain("4242");
	expect(renderer.find(Toggle).props.checked).toBe(true);
	expect(renderer.find(Input).props.value).toBe("courtside_score");
	expect(renderer.findAll(NumberInput)[0]?.props.value).toBe(30);
});

test("the switch pauses over the version that was read; a change of somebody else's is read anew", async () => {
	const { renderer, sent, alerts, draw } = at("settings", {
		...all,
		[`PUT ${WRITE}`]: [
			{ json: { ...writeBack, state: "paused", version: 4 } },
			{ status: 409, json: { code: "version_conflict" } },
		],
	});
	draw(<Settings />);
	await renderer.waitFor(() => expect(renderer.maybeFind(Toggle)).not.toBeNull());
	renderer.find(Toggle).trigger("onChange", false as never);
	await renderer.waitFor(() => expect(renderer.find(Toggle).props.checked).toBe(false));
	expect(sent.at(-1)).toMatchObject({ method: "PUT", body: { state: "paused", version: 3 } });
	renderer.find(Toggle).trigger("onChange", true as never);
	await renderer.waitFor(() => expect(alerts.at(-1)).toBe(catalogues.en.conflict));
});

test("a property and thresholds are saved; thresholds that cross cannot be", async () => {
	const { renderer, sent, draw } = at("settings", {
		...all,
		[`PUT ${WRITE}`]: { json: { ...writeBack, version: 4 } },
		[`PUT ${GRADES}`]: { json: grades },
	});
	draw(<Settings />);
	await renderer.waitFor(() => expect(renderer.findAll(NumberInput)).toHaveLength(2));
	renderer.find(Input).trigger("onChange", "my_score" as never);
	renderer.findAll(Form)[0]?.trigger("onSubmit", {} as never);
	await renderer.waitFor(() => expect(sent.at(-1)?.method).toBe("PUT"));
	expect(sent.at(-1)?.body).toMatchObject({ fields: { lead: { courtsideScore: "my_score" } }, version: 3 });
	renderer.findAll(NumberInput)[0]?.trigger("onChange", 5 as never);
	await renderer.waitFor(() => expect(renderer.findAll(LoadingButton).at(-1)?.props.disabled).toBe(true));
	renderer.findAll(NumberInput)[0]?.trigger("onChange", 40 as never);
	renderer.findAll(Form)[1]?.trigger("onSubmit", {} as never);
	await renderer.waitFor(() => expect(sent.at(-1)?.url.pathname).toContain("qualification"));
	expect(sent.at(-1)?.body).toMatchObject({ hotFrom: 0.4, warmFrom: 0.1, version: "g1" });
});

test("who may not see the connection is told so", async () => {
	const { renderer, draw, words } = at("settings", { ...all, "api/connections/hubspot": { status: 403, json: {} } });
	draw(<Settings />);
	await renderer.waitFor(() => expect(words()).toContain(catalogues.en.forbidden));
});
