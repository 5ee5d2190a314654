// The order matters: Edge calls itself Chrome, Chrome calls itself Safari.
const BROWSERS: readonly [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, "Edge"],
	[/\bOPR\/|\bOpera\b/, "Opera"],
	[/\bSamsungBrowser\//, "Samsung Internet"],
	[/\bFirefox\/|\bFxiOS\//, "Firefox"],
	[/\bHeadlessChrome\/|\bChrome\/|\bChromium\/|\bCriOS\//, "Chrome"],
	[/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
	[/\b(?:iPhone|iPad|iPod)\b/, "iOS"],
	[/\bAndroid\b/, "Android"],
	[/\bWindows\b/, "Windows"],
	[/\bMac OS X\b|\bMacintosh\b/, "macOS"],
	[/\bCrOS\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"],
];

/**
 * "Firefox, Windows" from how a browser calls itself; a program by the first word it says. Anybody can call themselves
 * anything, so it is told and never relied upon. Null when nothing was said.
 */
export function browserName(userAgent: string | null): string | null {
	if (!userAgent) return null;
	const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
	const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
	const said = [browser, system].filter(Boolean).join(", ");
	return said || userAgent.replace(/[^\w./-].*$/s, "").slice(0, 40) || null;
}
