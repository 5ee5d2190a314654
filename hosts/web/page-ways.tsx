import type { PageWord } from "../../core/words/english.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import "./page-ways.css";
import { Link, usePlace } from "./router.tsx";

/** Ways between pages that belong together: stands above each. On a narrow page a strip, with the page one is on in sight. */
export function PageWays({ label, ways }: { label: string; ways: readonly { to: string; word: PageWord }[] }) {
	const { t } = useSpeech();
	const { path } = usePlace();
	return (
		<nav className="grains page-ways" aria-label={label} ref={showCurrent}>
			{ways.map(({ to, word }) => (
				<Link key={to} to={to} aria-current={path === to.split("?")[0] ? "page" : undefined}>
					{t(word)}
				</Link>
			))}
		</nav>
	);
}

/** Moves the strip alone: the page keeps the height it is scrolled to. */
function showCurrent(strip: HTMLElement | null): void {
	const here = strip?.querySelector("[aria-current]");
	if (!strip || !here) return;
	const [all, one] = [strip.getBoundingClientRect(), here.getBoundingClientRect()];
	strip.scrollLeft += one.left + one.width / 2 - (all.left + all.width / 2);
}
