import { useEffect, useRef } from "react";
import { useSpeech } from "../kit/kit-words.tsx";
import "./page-ways.css";
import { Link, usePlace } from "./router.tsx";

/** Ways between pages that belong together: stands above each. On a narrow page a strip, with the page one is on in sight. */
export function PageWays({ label, ways }: { label: string; ways: readonly { to: string; word: string }[] }) {
	const { words } = useSpeech();
	const { path } = usePlace();
	const strip = useRef<HTMLElement>(null);
	useEffect(() => {
		const here = strip.current?.querySelector("[aria-current]");
		here?.scrollIntoView({ block: "nearest", inline: "center" });
	}, [path]);
	return (
		<nav className="grains page-ways" aria-label={label} ref={strip}>
			{ways.map(({ to, word }) => (
				<Link key={to} to={to} aria-current={path === to.split("?")[0] ? "page" : undefined}>
					{words(word)}
				</Link>
			))}
		</nav>
	);
}
