import { generateSync } from "otplib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, overflow, portalUrl, settled, visit } from "./test-visit.ts";

const PASSWORD = "a long enough one";
const EMAIL = `ada-${Date.now()}@cafe.example`;
/** Passkeys are bound to a name, so the journey begins where the server has one. */
const HOME = portalUrl().replace("127.0.0.1", "localhost");

let browser: Browser;
let context: BrowserContext;
let page: Page;
let secret = "";
beforeAll(async () => {
	browser = await openBrowser();
	({ context, page } = await visit(browser));
	await page.goto(`${HOME}/start/new`);
	await page.getByLabel("Company").fill("Café Müller");
	await page.getByLabel("Your name").fill("Ada Lovelace");
	await page.getByLabel("E-mail").fill(EMAIL);
	await page.getByLabel("Password").fill(PASSWORD);
	await page.getByRole("button", { name: "Make the workspace" }).click();
	await page.waitForSelector(".shell");
	const devices = await context.newCDPSession(page);
	await devices.send("WebAuthn.enable");
	await devices.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			protocol: "ctap2",
			transport: "internal",
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	});
});
afterAll(() => browser?.close());

async function go(path: string): Promise<void> {
	await page.goto(HOME + path);
	await settled(page);
}

async function signOut(): Promise<void> {
	await page.getByRole("button", { name: /You are Ada/ }).click();
	await page.getByRole("menuitem", { name: "Sign out" }).click();
	await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

async function giveEmailAndPassword(password = PASSWORD): Promise<void> {
	await page.getByLabel("E-mail").fill(EMAIL);
	await page.getByLabel("Password").fill(password);
	await page.keyboard.press("Enter");
}

/** Opens the newest mail of a kind in the mailbox and gives where its link leads. */
async function linkOf(kind: string): Promise<string> {
	const isThere = async () => {
		await go("/mailbox");
		return page.locator("tr", { hasText: kind }).count();
	};
	await expect.poll(isThere, { timeout: 20_000, interval: 500 }).toBeGreaterThan(0);
	await page.locator("tr", { hasText: kind }).first().locator("[data-row-link]").click();
	const link = await page.locator("article.mail a.button-link").getAttribute("href");
	return (link ?? "").replace("127.0.0.1", "localhost");
}

test("people are invited by a pasted list, read their mail and join under their own name", async () => {
	await go("/settings/members");
	await page.getByRole("button", { name: "Invite people" }).focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("E-mail addresses").fill(`Rae Reed <rae-${EMAIL}>, Sales manager\nnobody`);
	await page.getByText("1 line is left out").waitFor();
	await page.getByRole("button", { name: "Invite 1 person" }).click();
	await page.getByText("Invited", { exact: true }).waitFor();
	const link = await linkOf("Invitation");

	const guest = await visit(browser);
	await guest.page.goto(link);
	await guest.page.getByText("Ada Lovelace invites you to Café Müller").waitFor();
	expect(guest.page.url()).not.toContain("#");
	expect(await axeFindings(guest.page)).toEqual([]);
	expect(await guest.page.getByLabel("Your name").inputValue()).toBe("Rae Reed");
	await guest.page.getByLabel("Choose a password").fill(PASSWORD);
	await guest.page.keyboard.press("Enter");
	await guest.page.waitForSelector(".shell");
	await guest.page.getByRole("button", { name: "You are Rae Reed" }).waitFor();
	expect(guest.complaints).toEqual([]);
	await guest.context.close();

	await go("/settings/members");
	await page.getByRole("heading", { name: "2 people sign in here" }).waitFor();
	await page.locator("tr", { hasText: "Rae Reed" }).getByText("Sales manager").waitFor();
});

test("a passkey is kept at localhost, and the page at 127.0.0.1 says where that is", async () => {
	const digits = await visit(browser);
	await digits.page.goto(portalUrl());
	await digits.page.getByRole("link", { name: `Passkeys work at ${HOME}` }).waitFor();
	await digits.context.close();

	await go("/settings/security");
	await page.getByRole("heading", { name: "Only a password stands before your account" }).waitFor();
	await page.getByLabel("What to call it").fill("My laptop");
	await page.keyboard.press("Enter");
	await page.getByText("Keep these recovery codes").waitFor();
	expect(await page.locator(".codes li").count()).toBe(10);
	await page.getByRole("button", { name: "I have kept them" }).click();
	await page.getByRole("heading", { name: "Your account has a second factor" }).waitFor();
});

test("the passkey signs in alone, and is the second step after a password", async () => {
	await signOut();
	await page.getByRole("button", { name: "Sign in with a passkey" }).click();
	await page.waitForSelector(".shell");
	await signOut();
	await giveEmailAndPassword();
	await page.getByRole("heading", { name: "One more step" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Use a passkey" }).click();
	await page.waitForSelector(".shell");
});

test("an app for codes is set up by its secret, and its code is the second step", async () => {
	await go("/settings/security");
	await page.getByRole("button", { name: "Set up an app" }).click();
	secret = ((await page.locator(".secret").textContent()) ?? "").replaceAll(" ", "");
	await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByLabel("Code from your app").fill("000000");
	await page.keyboard.press("Enter");
	await page.getByText("This code does not fit").waitFor();
	await page.getByLabel("Code from your app").fill(generateSync({ secret }));
	await page.keyboard.press("Enter");
	await page.getByText(/^On since/).waitFor();
	await signOut();
	await giveEmailAndPassword();
	// The code of just now is used up; the app's next one counts already.
	await page.getByLabel("Code from your app").fill(generateSync({ secret, epoch: Date.now() / 1000 + 30 }));
	await page.keyboard.press("Enter");
	await page.waitForSelector(".shell");
});

test("somebody else's browser is seen, mailed and ended", async () => {
	await go("/settings/security");
	const list = page.getByRole("region", { name: "Where you are signed in" });
	expect(await list.locator("li").count()).toBe(1);
	await list.getByText("This browser").waitFor();
	await go("/settings/members");
	await page.locator("tr", { hasText: "Rae Reed" }).getByRole("link").click();
	await page.getByRole("button", { name: "Lock out" }).click();
	await page.getByRole("button", { name: "Let back in" }).waitFor();
});

test("a forgotten password is replaced through the mailbox, and signs everyone out", async () => {
	const asking = await visit(browser);
	await asking.page.goto(`${HOME}/start/forgot`);
	expect(await axeFindings(asking.page)).toEqual([]);
	await asking.page.getByLabel("E-mail").fill(EMAIL);
	await asking.page.keyboard.press("Enter");
	await asking.page.getByText(/a mail is on its way/).waitFor();
	await asking.page.getByText(/npm run mailbox/).waitFor();
	const link = await linkOf("New password");
	await asking.page.goto(link);
	await asking.page.getByRole("textbox", { name: "New password" }).fill("another long one");
	expect(await axeFindings(asking.page)).toEqual([]);
	await asking.page.keyboard.press("Enter");
	await asking.page.getByText("Your new password is set").waitFor();
	await asking.context.close();
	await page.goto(HOME);
	await page.getByRole("heading", { name: "Sign in" }).waitFor();
	await giveEmailAndPassword("another long one");
	await page.getByRole("button", { name: "Use a passkey" }).click();
	await page.waitForSelector(".shell");
});

test.each([
	"/settings",
	"/settings/security",
	"/settings/members",
	"/settings/members?invite=1",
	"/settings/teams",
	"/mailbox",
])("%s has nothing that axe objects to and is never wider than the window", async (path) => {
	for (const look of ["light", "dark"]) {
		await page.evaluate((l) => localStorage.setItem("courtside.look", l), look);
		await go(path);
		expect(await axeFindings(page), look).toEqual([]);
	}
	for (const locale of ["en", "en-XB"]) {
		await page.evaluate((l) => localStorage.setItem("courtside.locale", l), locale);
		await page.setViewportSize({ width: 320, height: 800 });
		await go(path);
		expect(await overflow(page), locale).toBeLessThanOrEqual(0);
	}
	await page.evaluate(() => localStorage.setItem("courtside.locale", "en"));
	await page.setViewportSize({ width: 1280, height: 800 });
});
