import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { iconOf } from "./build-web.ts";
import { openBrowser } from "./real-portal.ts";

/** Draws the icons of the installed portal from the one SVG, in Chromium. Run again when the mark changes. */
const OUT = join(import.meta.dirname, "../hosts/web/icons");
const ICONS = [
	{ name: "icon-180.png", size: 180, corner: 0, inset: 0 },
	{ name: "icon-192.png", size: 192, corner: 7, inset: 0 },
	{ name: "icon-512.png", size: 512, corner: 7, inset: 0 },
	// A system may cut a maskable icon to a circle of four fifths.
	{ name: "icon-cut.png", size: 512, corner: 0, inset: 0.1 },
];

await mkdir(OUT, { recursive: true });
const browser = await openBrowser();
try {
	for (const { name, size, corner, inset } of ICONS) {
		const page = await browser.newPage({ viewport: { width: size, height: size } });
		const padding = Math.round(size * inset);
		const svg = iconOf(corner).replace("<svg ", `<svg width="${size - 2 * padding}" height="${size - 2 * padding}" `);
		const back = inset > 0 ? "#00627b" : "transparent";
		await page.setContent(`<body style="margin:0;padding:${padding}px;background:${back};line-height:0">${svg}</body>`);
		await writeFile(join(OUT, name), await page.screenshot({ omitBackground: true }));
		await page.close();
	}
} finally {
	await browser.close();
}
