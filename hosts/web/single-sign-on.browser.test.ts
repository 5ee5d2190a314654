import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { type IdentityProvider, startIdentityProvider } from "../../stand-ins/identity-provider/server.ts";
import { axeFindings, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
let idp: IdentityProvider;
beforeAll(async () => {
	browser = await openBrowser();
	idp = await startIdentityProvider({
		people: [
			{ id: "u-1", name: "Astrid Berg", email: "astrid@pier.example", groups: [] },
			{ id: "u-2", name: "Nina New", email: "nina@pier.example", groups: ["sales-ops"] },
		],
		redirectUris: [`${portalUrl()}/auth/sso/oidc`],
	});
});
afterAll(async () => {
	await browser?.close();
	await idp?.stop();
});

async function comeIn(page: Page, person: string): Promise<void> {
	await page.goto(portalUrl());
	await page.getByRole("link", { name: "Sign in with Pier ID" }).press("Enter");
	await page.getByRole("link", { name: person }).click();
	const goOn = page.getByRole("button", { name: "Go on" });
	await Promise.race([page.waitForSelector(".shell"), goOn.waitFor().then(() => goOn.click())]).catch(() => undefined);
	await page.waitForSelector(".shell");
}

test("an administrator connects an identity provider by both protocols, and people come in through it", async () => {
	const { context, page, complaints } = await visit(browser);
	await page.goto(`${portalUrl()}/start/new`);
	await page.getByLabel("Company").fill("Pier");
	await page.getByLabel("Your name").fill("Astrid Berg");
	await page.getByLabel("E-mail").fill("astrid@pier.example");
	await page.getByLabel("Password").fill("a long enough word");
	await page.getByRole("button", { name: "Make the workspace" }).press("Enter");
	await page.waitForSelector(".shell");
	await page.goto(`${portalUrl()}/settings/single-sign-on`);
	await settled(page);
	await page.getByRole("heading", { name: "Single sign-on is off" }).waitFor();
	await page.getByLabel("Name on the button").fill("Pier ID");
	await page.getByLabel("Issuer").fill(idp.oidc.issuer);
	await page.getByLabel("Client id").fill(idp.oidc.clientId);
	await page.getByLabel("Client secret").fill(idp.oidc.clientSecret);
	await page.getByLabel("Domains of your e-mail addresses").fill("pier.example");
	await page.getByLabel("Lets in").selectOption("anyone");
	await page.getByRole("button", { name: "Add a group" }).click();
	await page.getByLabel("Group", { exact: true }).fill("sales-ops");
	await page.getByLabel("Role", { exact: true }).selectOption("ops");
	await page.getByRole("switch", { name: "Let people sign in this way" }).press("Space");
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Save" }).press("Enter");
	await page.getByRole("heading", { name: "People may sign in with Pier ID" }).waitFor();
	await page.getByRole("button", { name: "Test", exact: true }).click();
	await page.getByText("answers and says where people sign in").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	for (const width of [320, 768]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await overflow(page), `${width} px`).toBeLessThanOrEqual(0);
	}

	const nina = await visit(browser);
	await comeIn(nina.page, "Nina New (nina@pier.example)");
	await nina.page.getByRole("button", { name: /You are Nina New/ }).waitFor();
	await nina.page.goto(`${portalUrl()}/settings`);
	await nina.page.getByText("Sales operations").waitFor();
	await nina.context.close();

	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByLabel("Speaks").selectOption("saml");
	await page.getByLabel("Issuer (entity id)").fill(idp.saml.issuer);
	await page.getByLabel("Sign-in page").fill(idp.saml.entryPoint);
	await page.getByLabel("Signing certificate").fill(idp.saml.certificate);
	await page.getByRole("button", { name: "Save" }).press("Enter");
	await page.getByLabel("Assertion consumer address (ACS)").waitFor();
	const astrid = await visit(browser);
	await comeIn(astrid.page, "Astrid Berg (astrid@pier.example)");
	await astrid.page.getByRole("button", { name: /You are Astrid Berg/ }).waitFor();
	await astrid.context.close();

	await page.goto(`${portalUrl()}/start/single-sign-on?fault=unavailable&reference=abc`);
	await page.getByText("Your identity provider does not answer").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
