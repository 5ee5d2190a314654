import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { toPalette } from "./palette-png.ts";
import { openBrowser, startRealPortal } from "./real-portal.ts";

const OUT = join(import.meta.dirname, "../docs/images");

/** One picture: who looks at what, how wide, how it looks, in which language. */
interface Shot {
	name: string;
	person: "maria" | "robert" | "jennifer" | "david";
	path: string;
	/** The row to open first, in a list at `path`. */
	open?: boolean;
	width: number;
	height: number;
	look: "light" | "dark" | "contrast";
	locale?: string;
}

const SHOTS: Shot[] = [
	{ name: "deal", person: "maria", path: "/deals?sort=-amount", open: true, width: 1440, height: 900, look: "light" },
	{ name: "forecast", person: "jennifer", path: "/forecast", width: 1440, height: 900, look: "light" },
	{ name: "home", person: "robert", path: "/", width: 1440, height: 900, look: "light" },
	{ name: "deals", person: "jennifer", path: "/deals", width: 1440, height: 900, look: "light" },
	{ name: "forecast-dark", person: "jennifer", path: "/forecast", width: 1440, height: 900, look: "dark" },
	{
		name: "deal-narrow",
		person: "maria",
		path: "/deals?sort=-amount",
		open: true,
		width: 320,
		height: 720,
		look: "light",
	},
	{
		name: "deal-right-to-left",
		person: "maria",
		path: "/deals?sort=-amount",
		open: true,
		width: 1440,
		height: 900,
		look: "light",
		locale: "he",
	},
];

/** Draws docs/images from the demo company on the real server. */
async function drawAll(): Promise<void> {
	mkdirSync(OUT, { recursive: true });
	const portal = await startRealPortal({ demo: true });
	const browser = await openBrowser();
	try {
		for (const shot of SHOTS) {
			const file = join(OUT, `${shot.name}.png`);
			const picture = toPalette(await draw(browser, portal.url, shot));
			writeFileSync(file, picture);
			console.log(`${shot.name}.png ${Math.round(picture.length / 1024)} kB`);
		}
	} finally {
		await browser.close();
		await portal.stop();
	}
}

async function draw(browser: Browser, url: string, shot: Shot): Promise<Buffer> {
	const context = await browser.newContext({
		viewport: { width: shot.width, height: shot.height },
		colorScheme: shot.look === "dark" ? "dark" : "light",
		reducedMotion: "reduce",
	});
	const page = await context.newPage();
	await page.addInitScript(
		([look, locale]) => {
			localStorage.setItem("courtside.look", look ?? "light");
			localStorage.setItem("courtside.locale", locale ?? "en");
		},
		[shot.look, shot.locale ?? "en"],
	);
	await page.goto(url);
	const people = ["maria", "robert", "jennifer", "david"];
	await page.locator(".start-person").nth(people.indexOf(shot.person)).click();
	await page.waitForSelector(".shell");
	await page.goto(url + shot.path);
	if (shot.open) await page.locator("[data-row-link]").first().click();
	await settled(page);
	const picture = await page.screenshot();
	await context.close();
	return picture;
}

/** Waits until nothing is grey any more and the fonts are there. */
async function settled(page: Page): Promise<void> {
	await page.waitForSelector(".page");
	await page.waitForFunction(() => !document.querySelector(".cs-skeleton"));
	await page.evaluate(() => document.fonts.ready);
	await page.mouse.move(0, 0);
	await page.waitForTimeout(600);
}

if (import.meta.main) await drawAll();
