import { expect, test } from "vitest";
import { testApp } from "../test-app.ts";
import { connectedWorkspace } from "./test-sign-on.ts";

const app = await testApp({ settings: { isLocal: false, publicUrl: "https://courtside.example" } });
const harbour = await connectedWorkspace(app, "oidc", "harbour");

test("away from one's own machine, no provider in a private network or without https is called", async () => {
	for (const issuer of [harbour.idp.base, "https://127.0.0.1:8443", "https://169.254.169.254", "https://localhost"]) {
		await harbour.set({ oidc: { issuer, clientId: "x" } });
		const tested = await (await app.call("POST", "/single-sign-on/test", { as: harbour.people.admin })).json();
		expect(tested.isGood, issuer).toBe(false);
		const { url } = await harbour.start();
		expect([url.origin, url.searchParams.get("fault")], issuer).toEqual(["https://courtside.example", "unavailable"]);
	}
});
