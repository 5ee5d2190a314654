import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/usr/bin/google-chrome-stable",
	"/opt/google/chrome/chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A Chromium or Chrome on this machine: CHROMIUM_PATH, or where it is usually installed. Null when there is none. */
export function findChromium(): string | null {
	const told = process.env["CHROMIUM_PATH"];
	if (told) return existsSync(told) ? told : null;
	return PLACES.find((place) => existsSync(place)) ?? null;
}

/** Installs Chromium where that can be done without asking: as root on a Debian. Says what to do everywhere else. */
function ensureChromium(): string {
	const there = findChromium();
	if (there) return there;
	if (process.env["CHROMIUM_PATH"])
		throw new Error(`CHROMIUM_PATH names ${process.env["CHROMIUM_PATH"]}, which is not there.`);
	const isRootOnDebian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
	if (!isRootOnDebian) {
		throw new Error(
			"The browser tests need Chromium or Chrome, and none was found.\n" +
				"Install it (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium)\n" +
				"or set CHROMIUM_PATH to the program.",
		);
	}
	console.log("Chromium is missing; installing it with apt-get (about a minute) …");
	const quiet = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	execFileSync("apt-get", ["update", "-qq"], { ...quiet, env });
	// The page's languages need their letters: without them pictures of Japanese and Hebrew are boxes.
	const packages = ["chromium", "fonts-noto-core", "fonts-noto-cjk"];
	execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { ...quiet, env });
	const installed = findChromium();
	if (!installed) throw new Error("apt-get ran, but no Chromium came of it. Set CHROMIUM_PATH to the program.");
	return installed;
}

if (import.meta.main) {
	try {
		console.log(`browser: ${ensureChromium()}`);
	} catch (fault) {
		console.error(`\n${(fault as Error).message}\n`);
		process.exit(1);
	}
}
